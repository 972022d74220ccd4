// Gitea issues; Forgejo speaks the same.

import { say } from "../../../shared/i18n/said.ts";
import { problemAt } from "./provider.ts";
import { defineProvider } from "./define.ts";
import { parseRepository, trackIssue } from "./issue-tracker.ts";
import { client, list, secret, text } from "./settings.ts";

/** The fields that Gatus' library sends along when it closes an issue; the server takes them as unchanged. */
const CLOSED = {
  title: "",
  body: null,
  ref: null,
  assignees: null,
  milestone: null,
  state: "closed",
  due_date: null,
  unset_due_date: null,
};

export const gitea = defineProvider({
  type: "gitea",
  title: "Gitea",
  overrides: { kind: "unsupported" },
  templates: "body",
  capabilities: { resolve: "close", reminder: "comment", dedup: "search", thread: "comment" },
  shape: {
    "repository-url": text({
      title: "Repository",
      description: "Address of the repository in which issues are opened.",
      required: true,
      placeholder: "https://gitea.example.org/owner/repository",
    }),
    token: secret({ title: "Token", description: "Token that may read the user, and read and write issues.", required: true }),
    assignees: list({ title: "Assignees", description: "Users that issues are assigned to." }),
    client: client(),
  },
  validate: (settings) =>
    parseRepository(settings["repository-url"]) === null
      ? [problemAt(["repository-url"], say("errors.channel.like", { key: "repository-url", example: "https://host/owner/repository" }))]
      : [],
  exchange: (settings, message, words) => {
    const repository = parseRepository(settings["repository-url"]) ?? { origin: "", path: "" };
    const headers = { Authorization: `token ${settings.token}` };
    const base = `${repository.origin}/api/v1`;
    return trackIssue(
      {
        repository: `${base}/repos${repository.path}`,
        userUrl: `${base}/user`,
        headers,
        connection: settings.client,
        listQuery: (login, page) => ({
          query: `created_by=${encodeURIComponent(login)}&limit=100&page=${page}&state=open&type=`,
          headers: { ...headers, "Content-Type": "application/json" },
        }),
        newIssue: (title, body) => ({
          title,
          body,
          ref: "",
          assignees: settings.assignees.length === 0 ? null : settings.assignees,
          due_date: null,
          milestone: 0,
          labels: null,
          closed: false,
        }),
        closed: CLOSED,
      },
      message,
      words,
    );
  },
});
