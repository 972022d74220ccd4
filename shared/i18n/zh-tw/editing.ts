// 設定檔無法修改或儲存的原因。

import type { en } from "../en/index.ts";
import type { Translation } from "../translation.ts";

export const editing: Translation<typeof en.editing> = {
  changedValue: "要修改的內容在此期間已在檔案中變動。",
  changedEntry: "要刪除的項目在此期間已在檔案中變動。",
  changedFile: "檔案在此期間已變動。",
  changedNow: "檔案恰在此刻變動。請再試一次。",
  tooLongAgo: "距離上次讀取設定檔已太久，無法得知其後有哪些變動。",
  noEntryHere: "此處沒有項目 {{name}}。",
  entryGone: "項目 {{name}} 已不在檔案中。",
  severalEntries: "現在有多個名為 {{name}} 的項目。",
  entryNotThere: "項目 {{name}} 已不存在。",
  noPlace: "此位置已不存在：{{path}}。",
  needsRewriting: "此處無法只以表單修改，否則會改寫檔案更多內容：{{path}}。請使用 YAML 檢視。",
  notOurFile: "{{file}} 不屬於這份設定。",
  noFileYet: "設定檔尚不存在。",
  noSecret: "沒有可存為密鑰的文字。",
  nothingToUndo: "沒有可復原的變更。",
  noBackup: "此備份已不存在。",
  otherBackup: "{{file}} 不屬於這份設定：這是另一份設定的備份。",
  fileGone: "{{file}} 已不存在。請在該處放一個同名檔案（空檔案即可），再還原一次備份。",
  leftAsItIs: "在以其他編輯器修正之前，此檔案會保持原樣。",
  notRegular: "{{file}} 不是一般檔案。",
  tooLarge: "{{file}} 太大，無法編輯。",
  ofFile: "{{file}}：{{fault}}",
  cannotRead: "無法讀取 {{file}}：{{reason}}",
  notSaved: "無法儲存設定：{{reason}}",
  mayNotWrite: "沒有寫入此檔案或其所在資料夾的權限。",
  diskFull: "磁碟已滿。",
  unexpected: "發生未預期的錯誤。",
  systemSays: "系統回報 {{code}}。",
  tooDeep: "檔案的巢狀層數太深，無法編輯。",
  noYaml: "檔案不是有效的 YAML；請先在 YAML 檢視中修正。",
  badAliases: "檔案中有沒有錨點的別名、包含自己的錨點，或會無限增長的別名。",
  tooLargeFollowed: "展開別名後，設定檔太大。",
};
