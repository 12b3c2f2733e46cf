/** Passwords people choose first, eight characters or more, in lower case and without digits at either end. */
const COMMON = new Set(
  `password passwort passw0rd p@ssword p@ssw0rd pa55word qwertyui qwertyuiop qwerty asdfghjk asdfghjkl asdfgh zxcvbnm
  zxcvbn qazwsx qazwsxedc 1qaz2wsx qweasd qweasdzxc asdf zxcv qwer abcd abcdef abcdefg abcdefgh abc aaa aaaa aaaaaa
  admin administrator root system manager supervisor guest test tester user login welcome letmein changeme default
  secret master server database monkey dragon football baseball superman batman sunshine princess iloveyou trustno
  starwars whatever freedom shadow computer internet michael jennifer jordan charlie hello helloworld
  woaini woaiwojia woaizhongguo nihao zhongguo beijing shanghai tianjin tianjinshi nankai heping hexi hedong hebei
  hongqiao binhai jinnan xiqing dongli beichen wuqing baodi jizhou ninghe jinghai guanliyuan mima wangjile
  mingchuang zhengwu yingshang dating shangwu fuwu wang zhang liu chen yang zhao huang zhou woshishui laozi
  天津 天津市 我爱你 我爱中国 管理员 政务 营商环境`.split(/\s+/),
)

/** Words anybody would try here first. */
const OWN = ['mingchuang', '明窗', 'tianjin', '天津', 'district', 'hall', '大厅', '12345', 'admin', '管理员']

/** Fewer letters than this beside our own words make no password. */
const REST_MIN = 4
/** Digits and signs alone need the advised length. */
const SIGNS_MIN = 15

/** Whether a password is among the first that would be guessed, for this account and this place. */
export function isGuessable(password: string, words: readonly string[]): boolean {
  const lower = password.normalize('NFKC').toLowerCase()
  const bare = lower.replaceAll(/^[\d\p{P}\p{S}\s]+|[\d\p{P}\p{S}\s]+$/gu, '')
  if (bare === '' && lower.length < SIGNS_MIN) return true
  if (COMMON.has(lower) || COMMON.has(bare) || isRun(lower)) return true
  const own = [...OWN, ...words.map((word) => word.normalize('NFKC').toLowerCase()).filter((word) => word.length > 1)]
  const rest = own.reduce((text, word) => text.replaceAll(word, ''), lower)
  return rest !== lower && rest.replaceAll(/[\d\p{P}\p{S}\s]/gu, '').length < REST_MIN
}

/** One character over and over, or each the neighbour of the one before. */
function isRun(text: string): boolean {
  const codes = [...text].map((char) => char.codePointAt(0) ?? 0)
  const steps = new Set(codes.slice(1).map((code, index) => code - (codes[index] ?? 0)))
  return steps.size === 1 && Math.abs([...steps][0] ?? 2) <= 1
}
