// 命令列給人看的文字。JSON 輸出是公開格式，不翻譯。

import type { en } from "../en/index.ts";
import type { Translation } from "../translation.ts";

export const cli: Translation<typeof en.cli> = {
  healthy: "正常",
  degraded: "降級",
  failing: "失敗",
  column: { state: "狀態", name: "名稱", duration: "時間", status: "狀態碼", cause: "原因" },
  summary: "{{total}} 個中 {{healthy}} 個正常",
  configValid_other: "設定檔正確：{{count}} 個端點。",
  configInvalid_other: "設定檔有 {{count}} 個錯誤。",
  warnings_other: "{{count}} 個警告。",
  watching_other: "正在監看 {{count}} 個端點。按 Ctrl-C 停止。",
  stopping: "正在停止…",
};
