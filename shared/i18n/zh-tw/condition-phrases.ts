// 條件中預留位置、函式與比較運算子的說明。原文寫在條件語言的描述裡，以英文原句為鍵；測試會檢查沒有遺漏，也沒有多餘的句子。

export const conditionPhrases: Readonly<Record<string, string>> = {
  "HTTP status code, or exit code of the SSH command": "HTTP 狀態碼，或 SSH 指令的結束代碼",
  "true once the server was reached, else false": "連上伺服器為 true，否則為 false",
  "whole milliseconds that the check took": "檢查所花的毫秒數（整數）",
  "address of the host; it is looked up only if something asks for it": "主機的位址；只有在用到時才查詢",
  "code of the DNS answer, for example NOERROR": "DNS 回應的代碼，例如 NOERROR",
  "milliseconds until the certificate ends; compare with a duration such as 14d": "距離憑證到期的毫秒數；可與 14d 這樣的時間長度比較",
  "who issued the certificate": "憑證的簽發者",
  "milliseconds until the domain's registration ends; compare with a duration such as 30d":
    "距離網域註冊到期的毫秒數；可與 30d 這樣的時間長度比較",
  "version of HTTP that was spoken: 1.0, 1.1 or 2": "使用的 HTTP 版本：1.0、1.1 或 2",
  "everything that was answered, without white space around it": "完整的回應內容，去除前後空白",
  "value inside a JSON body: names and [index], for example [BODY].items[0].id":
    "JSON 內容中的值：以名稱與 [索引] 指定，例如 [BODY].items[0].id",
  "value of a response header, in any letter case; repeated ones are joined with a comma":
    "回應標頭的值，名稱不分大小寫；重複的標頭以逗號相連",
  "whole milliseconds of looking up the name": "查詢名稱所花的毫秒數（整數）",
  "whole milliseconds of connecting": "連線所花的毫秒數（整數）",
  "whole milliseconds of the TLS handshake": "TLS 交握所花的毫秒數（整數）",
  "whole milliseconds from the request to the first byte of the answer": "從送出請求到回應首位元組的毫秒數（整數）",
  "whole milliseconds of receiving the rest of the answer": "接收其餘回應所花的毫秒數（整數）",
  "value that the suite's context holds": "套組情境中的值",
  "length of a placeholder: bytes of a text, elements of an array": "預留位置的長度：文字的位元組數、陣列的元素數",
  "true if a placeholder has a value, else false": "預留位置有值為 true，否則為 false",
  "matches a pattern: * any run, ? one character, [a-z] a class, \\ escapes":
    "符合樣式：* 為任意字串、? 為一個字元、[a-z] 為字元類別、\\ 為跳脫",
  "is one of several texts, separated by commas": "為數個文字之一，以逗號分隔",
  equal: "等於",
  "not equal; also true when there is no value": "不等於；沒有值時也成立",
  "at most": "小於或等於",
  "at least": "大於或等於",
  "more than": "大於",
  "less than": "小於",
};
