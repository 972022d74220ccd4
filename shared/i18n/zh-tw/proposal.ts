// 關於輸入或貼上、想要監看的位址或 curl 指令的說明。

import type { en } from "../en/index.ts";
import type { Translation } from "../translation.ts";

export const proposal: Translation<typeof en.proposal> = {
  noAddress: "這不是可以監看的位址、主機或指令。",
  fault: "此位址有誤：{{fault}}。",
  curlWithoutAddress: "curl 指令中沒有位址。",
  leftOut: "無法沿用 {{option}}。",
  cookieFile: "無法沿用 cookie 檔案。",
  bodyFile: "內文讀自檔案 {{file}}；請自行填入其內容。",
  meaningless: "選項 {{option}} 對檢查沒有意義。",
};
