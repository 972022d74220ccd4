// GitHub issues, on github.com or an enterprise server.

import { say } from "../../../shared/i18n/said.ts";
import { problemAt } from "./provider.ts";
import { defineProvider } from "./define.ts";
import { parseRepository, trackIssue } from "./issue-tracker.ts";
import { secret, text } from "./settings.ts";

/** The API of github.com has a host of its own; other servers have theirs below a path, unless the host says `api` already. */
function apiBase(repository: { readonly origin: string; readonly host: string }): string {
  if (repository.origin === "https://github.com") return "https://api.github.com";
  return repository.host.startsWith("api.") || repository.host.includes(".api.") ? repository.origin : `${repository.origin}/api/v3`;
}

export const github = defineProvider({
  type: "github",
  title: "GitHub",
  overrides: { kind: "unsupported" },
  templates: "body",
  capabilities: { resolve: "close", reminder: "comment", dedup: "search", thread: "comment" },
  shape: {
    "repository-url": text({
      title: "Repository",
      description: "Address of the repository in which issues are opened.",
      required: true,
      placeholder: "https://github.com/owner/repository",
    }),
    token: secret({ title: "Token", description: "Token that may read and write issues.", required: true }),
  },
  validate: (settings) =>
    parseRepository(settings["repository-url"]) === null
      ? [problemAt(["repository-url"], say("errors.channel.like", { key: "repository-url", example: "https://host/owner/repository" }))]
      : [],
  exchange: (settings, message, words) => {
    const repository = parseRepository(settings["repository-url"]) ?? { origin: "", host: "", path: "" };
    const base = apiBase(repository);
    const common = {
      Authorization: `Bearer ${settings.token}`,
      "X-GitHub-Api-Version": "2022-11-28",
      "User-Agent": "go-github/v48.2.0",
    };
    return trackIssue(
      {
        repository: `${base}/repos${repository.path}`,
        userUrl: `${base}/user`,
        headers: { ...common, Accept: "application/vnd.github.v3+json" },
        connection: null,
        listQuery: (login, page) => ({
          query: `creator=${encodeURIComponent(login)}&per_page=100&state=open${page === 1 ? "" : `&page=${page}`}`,
          headers: { ...common, Accept: "application/vnd.github.squirrel-girl-preview" },
        }),
        newIssue: (title, body) => ({ title, body }),
        closed: { state: "closed" },
      },
      message,
      words,
    );
  },
});
