/** Shorter texts, once everything usual is taken out, say too little to be called alike (our default). */
export const PRINT_CHARACTERS_MIN = 20
/** Parts of templates shorter than this are anybody's words and stay in. */
const PART_CHARACTERS_MIN = 8
/** A longer last sentence says something beside its thanks. */
const CLOSING_MAX = 60
/** Replies are held against those of other issues of this long before, ms: 180 days. */
export const PRINT_WINDOW_MS = 180 * 86_400_000

const GREETING =
  /^(?:尊敬的?[^，,、：:。！!\n]{0,16}|亲爱的[^，,、：:。！!\n]{0,12}|(?:各位)?(?:商户|市民|业主|老板|先生|女士|朋友)(?:朋友)?|(?:您|你|大家)好|dear [^,:\n]{0,40}|hello|hi|good (?:morning|afternoon|day))[，,、：:。！!.\s]*/iu
const CLOSING =
  /^(?:(?:非常|再次|衷心|十分)?(?:感谢|谢谢)|祝(?:您|你|大家|生意|商祺|工作|身体)|此复|特此(?:回复|答复|函复|告知|说明)|专此(?:回复|答复)|敬请(?:谅解|理解|知悉)|如(?:您|你)?(?:还)?有(?:其他|任何|什么)?(?:疑问|问题|需要|不明)|(?:请|欢迎)(?:您|你)?(?:随时)?(?:拨打|致电|来电|联系|监督)|望(?:您|你)?(?:谅解|理解|知悉)|以上(?:是|为)?(?:回复|答复)|thank|(?:kind|best|with best)? ?regards|sincerely|yours|if you have (?:any|further)|please (?:call|contact))/iu
/** 2026年10月10日, 10月10日, 10/10/2026, 2026-10-10, 10:30, 上午9点半: digits and the words that make a date of them. */
const DATES =
  /[0-9一二三四五六七八九十零〇两]+(?:年|月份?|日|号|点半?|时|分|秒)|(?:上午|下午|中午|晚上|早上|凌晨|今天|昨天|前天)/gu
const UNCOUNTED = /[\s\p{P}\p{S}\p{N}\p{C}]/gu

/** A text without what differs between equal replies: width, case, dates, digits, spaces, punctuation. */
const bare = (text: string): string => text.normalize('NFKC').toLowerCase().replace(DATES, '').replace(UNCOUNTED, '')

/** The parts of a template that are said every time, as they stand in a normalised text; longest first. */
export function templateParts(template: string): string[] {
  return template
    .split(/\{[^}]*\}/u)
    .map((part) => bare(withoutFrame(part)))
    .filter((part) => [...part].length >= PART_CHARACTERS_MIN)
    .sort((a, b) => b.length - a.length)
}

/** The sentences between greeting and closing. */
function withoutFrame(text: string): string {
  const sentences = text
    .normalize('NFKC')
    .split(/(?<=[。!?；;\n]|\.\s)/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
  for (let first = sentences[0]; first !== undefined; first = sentences[0]) {
    const rest = withoutGreeting(first)
    if (rest === first) break
    if (rest === '') sentences.shift()
    else sentences[0] = rest
    if (rest !== '') break
  }
  while (sentences.length > 1 && isClosing(sentences.at(-1)!)) sentences.pop()
  return sentences.join('')
}

const isClosing = (sentence: string): boolean => sentence.length <= CLOSING_MAX && CLOSING.test(sentence)

function withoutGreeting(sentence: string): string {
  const rest = sentence.replace(GREETING, '')
  return rest === sentence ? rest : withoutGreeting(rest)
}

/**
 * A reply as it is compared: NFKC, without spaces, punctuation, digits, dates, greeting, closing and the parts of
 * templates (`parts`, from `templateParts`). Null when fewer than 20 characters are left: too little to be called alike.
 */
export function normalReply(text: string, parts: readonly string[] = []): string | null {
  const body = [...parts]
    .sort((a, b) => b.length - a.length)
    .reduce((rest, part) => rest.replaceAll(part, ''), bare(withoutFrame(text)))
  return [...body].length < PRINT_CHARACTERS_MIN ? null : body
}
