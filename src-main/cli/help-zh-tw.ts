// What `sentray help` says in Traditional Chinese. Words that are typed stay as they are.

import type { CommandName } from "./arguments.ts";

const COMMON = `  --config PATH    設定：一個檔案，或放有 YAML 檔的資料夾（預設：Sentray 自己的設定）
  --data FOLDER    把設定、歷史紀錄與記錄檔放在這個資料夾`;

/** One text for each command. */
export const TOPICS_ZH_TW: Readonly<Record<CommandName, string>> = {
  check: `sentray check [--endpoint KEY]… [--group NAME]… [--json]

檢查每個端點、執行每個套組各一次，並印出表格；加上 --json 則每行一個 JSON 物件。套組之後是其中執行過的端點。
結束代碼：0 全部正常，1 有些不正常，2 設定或指令有錯。

  --endpoint KEY   只檢查這個端點或套組；可重複使用。指定套組中的端點會執行整個套組
  --group NAME     只檢查這個群組的端點；可重複使用
  --json           每行一個物件，依設定中的順序
${COMMON}`,
  validate: `sentray validate [--json]

讀取設定，印出每個錯誤、警告與提示及其位置。
結束代碼：0 可以執行，2 有錯誤。

  --json           一個物件：valid、endpoints、files、problems
${COMMON}`,
  run: `sentray run --headless [--verbose]

沒有視窗地監看：與桌面版相同的監看功能，供伺服器使用。按 Ctrl-C 或收到 SIGTERM 後，五秒內結束。

  --headless       必要；若要有視窗，請直接啟動程式
  --verbose, -v    記錄更多細節
${COMMON}`,
  alert: `sentray alert test --provider NAME [--endpoint KEY] [--resolved] [--dry-run]

送出與真正的警示完全相同的訊息，或移除密鑰後印出。
結束代碼：0 已送達（或已印出），1 對方拒絕，2 指令有錯。

  --provider NAME  管道，名稱與 \`alerting\` 之下的相同
  --endpoint KEY   以這個端點為內容（預設：第一個使用此管道的端點，否則為範例）
  --resolved       表示已恢復的訊息
  --dry-run        只印出，不送出
${COMMON}`,
  secret: `sentray secret list | set NAME | rm NAME

把設定中寫成 \${NAME} 的值保存在系統的金鑰圈。\`set\` 由標準輸入讀取值。
${COMMON}`,
  export: `sentray export [--format csv|json] [--from TIME] [--to TIME] [--endpoint KEY]…

把歷史紀錄的結果寫到標準輸出，逐個端點，由舊到新。Sentray 可以同時執行；輸出的是指令開始當下的結果。
結束代碼：0 已寫出，1 有一部分無法讀取，2 沒有歷史紀錄或指令有錯。

  --format         csv（預設），或 json：每行一個物件
  --from, --to     日期或時間，例如 2026-01-31 或 2026-01-31T12:00:00Z；未指定時區則為當地時間。
                   包含 --from 的時刻，不包含 --to 的時刻
  --endpoint KEY   只匯出這個端點；可重複使用
${COMMON}`,
  doctor: `sentray doctor [--bundle FILE]

檢視這個安裝：版本、路徑、設定、歷史紀錄，以及這台電腦提供的功能（ping、IPv6、DNS、系統匣、通知、金鑰圈）。
結束代碼：0 一切正常，1 有問題。

  --bundle FILE    另外寫一份給問題回報用的報告，含記錄檔的結尾，不含密鑰
${COMMON}`,
  import: `sentray import FILE

匯入 Gatus 的 SQLite 資料庫的歷史紀錄：結果與事件會放在 Sentray 對相同端點所知的紀錄之前。
只會讀取該檔案；Gatus 可以同時執行，但 Sentray 本身不可執行中。重複匯入不會增加任何資料。
結束代碼：0 已匯入，2 不是這種檔案，或歷史紀錄正在使用中。

${COMMON}`,
};

/** The commands at a glance. */
export const OVERVIEW_ZH_TW = `sentray：從桌面監看您的端點

  sentray                     啟動程式
  sentray check               全部檢查一次
  sentray validate            找出設定中的錯誤
  sentray run --headless      沒有視窗地監看
  sentray alert test          試用一個管道
  sentray export              匯出歷史紀錄
  sentray import              匯入 Gatus 資料庫的歷史紀錄
  sentray doctor              找出這個安裝的問題
  sentray secret              把密鑰保存在金鑰圈
  sentray help COMMAND        某個指令的詳細說明
  sentray --version
`;
