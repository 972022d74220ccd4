// What is said about an address or a curl command that was typed or pasted to be watched.

export const proposal = {
  noAddress: "This is no address, host or command that could be watched.",
  fault: "The address {{fault}}.",
  curlWithoutAddress: "The curl command has no address.",
  leftOut: "{{option}} cannot be carried over.",
  cookieFile: "A file of cookies cannot be carried over.",
  bodyFile: "The body is read from the file {{file}}; put its text in yourself.",
  meaningless: "The option {{option}} means nothing to a check.",
} as const;
