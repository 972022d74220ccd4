// A plugin of the bundler: a page whose entry loads the app later says so in its head, so that the files come while the page is painted.

/** @import { Plugin } from "vite" */

/** @returns {Plugin} */
export function preloadApp() {
  return {
    name: "sentray:preload-app",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle = {}, chunk }) {
        /** @type {Set<string>} */
        const scripts = new Set();
        /** @type {Set<string>} */
        const styles = new Set();
        const add = (/** @type {string} */ file) => {
          const found = bundle[file];
          if (found?.type !== "chunk" || found === chunk || scripts.has(file) || chunk?.imports.includes(file)) return;
          scripts.add(file);
          for (const style of found.viteMetadata?.importedCss ?? []) styles.add(style);
          for (const needed of found.imports) add(needed);
        };
        for (const file of chunk?.dynamicImports ?? []) add(file);
        // After the character set, which has to be among the first bytes.
        const at = /** @type {const} */ ("head");
        return [
          ...[...styles].map((href) => ({
            tag: "link",
            attrs: { rel: "preload", as: "style", crossorigin: true, href: `./${href}` },
            injectTo: at,
          })),
          ...[...scripts].map((href) => ({
            tag: "link",
            attrs: { rel: "modulepreload", crossorigin: true, href: `./${href}` },
            injectTo: at,
          })),
        ];
      },
    },
  };
}
