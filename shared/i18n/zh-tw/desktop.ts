// 主程序的文字：系統匣、通知、對話框。

import type { en } from "../en/index.ts";
import type { Translation } from "../translation.ts";

export const tray: Translation<typeof en.tray> = {
  tooltip: {
    allHealthy: "{{app}}：{{count}} 個全部正常",
    counts: "{{app}}：{{parts}}",
    part: "{{count}} 個{{state}}",
    failing: "{{counts}}（{{name}}，{{duration}}）",
    failingMore: "{{counts}}（{{name}}，{{duration}}，另有 {{more}} 個）",
    paused: "{{app}}：已暫停",
    pausedUntil: "{{app}}：暫停至 {{time}}",
    offline: "{{app}}：檢查已暫緩，{{reason}}",
    configErrors: "{{app}}：設定檔有錯誤",
    empty: "{{app}}：尚未監看任何項目",
  },
  menu: {
    failingFor: "{{name}}：已失敗 {{duration}}",
    degradedFor: "{{name}}：已降級 {{duration}}",
    group: "{{name}}（{{total}} 個中 {{healthy}} 個正常）",
    configErrors_other: "設定檔有 {{count}} 個錯誤…",
    pause: "暫停",
    pause30: "30 分鐘",
    pause60: "1 小時",
    pauseTomorrow: "到明天",
    pauseManual: "直到手動繼續",
    resume: "繼續",
    checkAll: "立即檢查全部",
    glance: "一覽",
    open: "開啟 Sentray",
    settings: "設定…",
    quit: "結束 Sentray",
  },
};

export const notification: Translation<typeof en.notification> = {
  acknowledge: "確認",
  snooze: "暫停通知 1 小時",
  failing: "{{name}} 失敗",
  since: "自 {{time}} 起（{{duration}}）",
  degraded: "{{name}} 降級",
  resolved: "{{name}} 已恢復正常",
  resolvedBody: "自 {{time}} 起中斷了 {{duration}}。",
  reminder: "{{name}} 已失敗 {{duration}}，仍未恢復",
  manyFailing_other: "{{count}} 個端點失敗",
  manyFailingIn_other: "{{group}} 中有 {{count}} 個端點失敗",
  someFailing: "{{total}} 個端點中仍有 {{failing}} 個失敗",
  someFailingIn: "{{group}} 的 {{total}} 個端點中仍有 {{failing}} 個失敗",
  manyResolved_other: "{{count}} 個端點已恢復正常",
  manyResolvedIn_other: "{{group}} 中有 {{count}} 個端點已恢復正常",
  withCause: "{{name}}：{{cause}}",
  more: "另有 {{count}} 個",
  flapping: "{{name}} 時好時壞",
  flappingBody: "它反覆失敗又恢復，穩定之後會再通知您。",
  settledFailing: "{{name}} 不再反覆，目前失敗",
  settledHealthy: "{{name}} 不再反覆，目前正常",
  settledBody: "自 {{time}} 起反覆了 {{duration}}。",
  quietOver: "安靜時段期間",
  missed_other: "期間有 {{count}} 個端點失敗後恢復",
  missedTimes: "{{name}}（{{outages}} 次）",
  stillRunning: "Sentray 仍在監看",
  stillRunningBody: "它在系統匣中執行，可從其選單結束。",
  configErrors: "設定檔有錯誤",
  configErrorsBody: "仍以上一份正確的設定執行。{{problem}}",
};

export const dialog: Translation<typeof en.dialog> = {
  saveTitle: "匯出",
  bug: "Sentray 遇到程式錯誤",
  bugDetail: "監看仍在繼續。{{folder}} 中的記錄寫明了經過；`sentray doctor --bundle 檔案` 可收集不含密鑰的報告。",
  cannotStart: "Sentray 無法啟動",
  cannotStartDetail: "{{problem}}\n\n{{folder}} 中的記錄可能有更多資訊。",
};
