// 文字編輯器對一個鍵的說明：值的種類、預設值等。各鍵的說明句在 schema-phrases.ts。

import type { en } from "../en/index.ts";
import type { Translation } from "../translation.ts";

export const help: Translation<typeof en.help> = {
  type: {
    text: "文字",
    flag: "true 或 false",
    integer: "數字",
    duration: "時間長度",
    timestamp: "時刻",
    free: "任意值",
    block: "區塊",
    list: "清單（{{items}}）",
  },
  sentence: "{{text}}。",
  required: "必填",
  default: "預設 {{value}}",
  example: "例如 {{value}}",
  sentrayOnly: "Sentray 專用",
};
