import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, fileOfUrl } from "../../../../src-main/desktop/app-protocol.ts";

const FOLDER = "/opt/sentray/renderer";

describe("fileOfUrl", () => {
  it.each([
    ["app://sentray/", `${FOLDER}/index.html`],
    ["app://sentray/index.html", `${FOLDER}/index.html`],
    ["app://sentray/assets/a%20b.js", `${FOLDER}/assets/a b.js`],
    ["app://sentray/assets/../index.html", `${FOLDER}/index.html`],
  ])("%s is %s", (url, file) => {
    expect(fileOfUrl(url, FOLDER)).toBe(file);
  });

  it.each([
    ["another host", "app://elsewhere/index.html"],
    ["another scheme", "file:///etc/passwd"],
    ["an encoded way up", "app://sentray/%2e%2e%2f%2e%2e%2fetc/passwd"],
    ["an encoded slash way up", "app://sentray/..%2f..%2fetc%2fpasswd"],
    ["a backslash", "app://sentray/..%5c..%5cetc"],
    ["a NUL", "app://sentray/index.html%00.js"],
    ["a broken escape", "app://sentray/%zz"],
    ["no URL", "index.html"],
  ])("refuses %s", (_name, url) => {
    expect(fileOfUrl(url, FOLDER)).toBeNull();
  });

  it("never leaves the folder", () => {
    const piece = fc.constantFrom("..", ".", "%2e%2e", "%2f", "a", "%5c", "//", "%252e");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const file = fileOfUrl(`app://sentray/${pieces.join("/")}`, FOLDER);
        if (file !== null) expect(file.startsWith(`${FOLDER}/`)).toBe(true);
      }),
    );
  });
});

describe("contentSecurityPolicy", () => {
  it("allows our own scripts only, and styles by nonce", () => {
    const policy = contentSecurityPolicy("abc");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self' 'nonce-abc'");
    expect(policy).not.toMatch(/unsafe-(inline|eval)/);
  });
});
