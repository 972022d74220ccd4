// 各處共用的字詞：狀態、原因、常用動作。

import type { en } from "../en/index.ts";
import type { Translation } from "../translation.ts";

export const common: Translation<typeof en.common> = {
  appName: "Sentray",
  state: {
    healthy: "正常",
    degraded: "降級",
    failing: "失敗",
    paused: "已暫停",
    disabled: "已停用",
    maintenance: "維護中",
    blocked: "受阻",
    unknown: "尚未檢查",
    "not-observed": "未觀測",
  },
  reason: {
    asleep: "電腦休眠",
    offline: "沒有網路",
    "captive-portal": "需登入的網路",
    paused: "已暫停",
    stopped: "Sentray 未執行",
    stalled: "電腦過於忙碌",
  },
  action: {
    cancel: "取消",
    open: "開啟",
    close: "關閉",
    retry: "重試",
    undo: "復原",
    dismiss: "關閉",
    loadMore: "載入更多",
    clear: "清除",
  },
  noData: "沒有資料",
  none: "–",
  loading: "載入中…",
  failed: "操作未成功：{{message}}",
  until: "至 {{time}}",
  now: "現在",
  ungrouped: "未分組",
  twoSentences: "{{first}}{{second}}",
  listSeparator: "、",
  fileLocked: "Sentray 的另一個程序（編號 {{process}}）正在寫入。請再試一次；若沒有其他程序在執行，請刪除 {{file}}。",
};
