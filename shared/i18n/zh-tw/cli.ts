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
  noEndpoint: "沒有任何端點的鍵是 {{keys}}。",
  noHistoryOf: "歷史紀錄中沒有 {{keys}}。",
  badMoment: "{{text}} 不是日期（2026-01-31），也不是時間（2026-01-31T12:00:00Z）。",
  exportIncomplete: "匯出不完整：{{reason}}",
  imported: "已匯入：{{endpoints}} 個端點的 {{results}} 筆結果與 {{events}} 個事件。",
  importLeftOut_other: "略過 {{count}} 筆結果，因為它們不比已知的更早。",
  importUnreadable_other: "{{count}} 筆結果的時間無法讀取。",
  importNot: "未匯入，因為沒有對應的資料：{{tables}}。",
  alertDelivered: "{{provider}}：已送達",
  alertNotDelivered: "{{provider}}：未送達",
};
