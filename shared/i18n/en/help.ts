// What the text editor says of a key, around the sentence that its description has: its kind of value, what holds without it.

export const help = {
  type: {
    text: "text",
    flag: "true or false",
    integer: "number",
    duration: "duration",
    timestamp: "moment",
    free: "anything",
    block: "block",
    list: "list of {{items}}",
  },
  sentence: "{{text}}.",
  required: "required",
  default: "default {{value}}",
  example: "for example {{value}}",
  sentrayOnly: "Sentray only",
} as const;
