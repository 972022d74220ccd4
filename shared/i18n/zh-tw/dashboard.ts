// 總覽：卡片、清單、篩選、首次啟動。

import type { en } from "../en/index.ts";
import type { Translation } from "../translation.ts";

export const dashboard: Translation<typeof en.dashboard> = {
  title: "總覽",
  add: "新增監看",
  search: {
    label: "搜尋端點、標籤、主機",
  },
  filter: {
    status: "依狀態篩選",
    group: "群組",
    tag: "標籤",
    allGroups: "所有群組",
    allTags: "所有標籤",
    clear: "清除篩選",
    more: "篩選與排序",
    active: "篩選與排序：{{values}}",
  },
  sort: {
    label: "排序",
    name: "名稱",
    status: "狀態",
    slowest: "最慢優先",
    changed: "最近變更",
    file: "依設定檔順序",
  },
  layout: {
    label: "版面",
    cards: "卡片",
    list: "清單",
  },
  list: {
    label: "端點",
    shown: "顯示 {{total}} 個端點中的 {{shown}} 個",
    name: "名稱",
    target: "監看對象",
    history: "最近的檢查",
    response: "回應",
    uptime: "24 小時",
    next: "下次",
  },
  group: {
    collapse: "收合 {{name}}",
    expand: "展開 {{name}}",
    allHealthy: "全部正常",
    count: "{{total}} 個中有 {{count}} 個{{state}}",
    only: "{{total}} 個{{state}}",
  },
  card: {
    label: "{{name}}，{{state}}",
    labelDuration: "{{name}}，{{state}}，{{duration}}",
    next: "{{duration}}後檢查",
    checking: "檢查中…",
    trendUp: "比平常慢：{{usual}}",
    trendDown: "比平常快：{{usual}}",
    uptime: "可用率",
    h24: "24h",
    d7: "7天",
    d30: "30天",
    since: "自 {{time}}",
    bars: "最近的檢查：{{healthy}} 次正常、{{degraded}} 次降級、{{failing}} 次失敗",
    noChecks: "尚無檢查",
  },
  bar: {
    h: "正常",
    d: "降級",
    f: "失敗",
    m: "維護中",
    n: "未觀測",
    gone: "此次檢查的詳情已不再保存。",
  },
  empty: {
    title: "想監看什麼？",
    import: "從 Gatus 或 Uptime Kuma 匯入",
    openConfig: "開啟設定檔",
    noMatch: "沒有符合的端點。",
    noMatchHelp: "搜尋與篩選條件隱藏了全部 {{count}} 個。",
  },
};
