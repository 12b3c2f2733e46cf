import type { Refusal } from '../wire/refusal.ts'

interface Words {
  status: number
  /** What happened; what to do. */
  zh: readonly [title: string, detail: string]
  en: readonly [title: string, detail: string]
}

/** Every problem the interface answers with: its status, and in both languages what happened and what to do. */
export const PROBLEMS: Readonly<Record<Refusal, Words>> = {
  malformed_body: {
    status: 400,
    zh: ['内容不是完整的JSON', '请按接口说明重新发送。'],
    en: ['The body is not complete JSON', 'Send it again as the interface description says.'],
  },
  too_deep: {
    status: 400,
    zh: ['内容套得太深', '最多32层，请减少层数再发。'],
    en: ['The body is nested too deeply', 'At most 32 levels are read. Flatten it and send it again.'],
  },
  unknown_parameter: {
    status: 400,
    zh: ['网址里有不认识的参数', '请改掉下面列出的参数。'],
    en: ['The address has an unknown parameter', 'Correct the parameters listed below.'],
  },
  repeated_parameter: {
    status: 400,
    zh: ['网址里同一个参数写了几遍', '每个参数只写一次。'],
    en: ['The address repeats a parameter', 'Give each parameter once.'],
  },
  bad_parameter: {
    status: 400,
    zh: ['网址里的参数值不对', '请改掉下面列出的参数。'],
    en: ['A parameter of the address has a wrong value', 'Correct the parameters listed below.'],
  },
  not_signed_in: {
    status: 401,
    zh: ['还没登录，或者登录过期了', '请重新登录，再做一次。'],
    en: ['You are not signed in, or the sign-in has ended', 'Sign in and try again.'],
  },
  wrong_credentials: {
    status: 401,
    zh: ['登录名或口令不对', '请核对后再试；忘了口令找管理员重设。'],
    en: ['The login or the password is wrong', 'Check both and try again; an administrator can set a new password.'],
  },
  forbidden: {
    status: 403,
    zh: ['您的岗位不能做这件事', '需要的话，请管理员调整岗位。'],
    en: ['Your role may not do this', 'Ask an administrator if you need it.'],
  },
  right_missing: {
    status: 403,
    zh: ['这一项要另外授权', '需要的话，请管理员在“人员”里给您开。'],
    en: ['This needs a right beside your role', 'An administrator can grant it under People.'],
  },
  second_factor_needed: {
    status: 401,
    zh: ['还要第二步', '请输入手机上验证器显示的6位数字，或者一个备用码。'],
    en: ['One more step', 'Enter the six digits of your authenticator app, or a recovery code.'],
  },
  second_factor_required: {
    status: 403,
    zh: ['您的岗位要先设好两步登录', '请到“设置—我的”里设好，再做别的。'],
    en: ['Your role signs in with a second factor', 'Set it up under Settings, Me; then go on.'],
  },
  contact_hidden: {
    status: 403,
    zh: ['商户的联系方式不给承办单位看', '有话请在诉求里留言或提问，由系统转告商户。'],
    en: ['The merchant’s contact data is closed to the agency', 'Ask through the issue: the message is passed on.'],
  },
  foreign_origin: {
    status: 403,
    zh: ['这个请求是从别的网站发来的', '请在明窗自己的页面上操作。'],
    en: ['This request came from another site', 'Do it on Mingchuang’s own page.'],
  },
  setup_code_wrong: {
    status: 403,
    zh: ['设置代码不对', '请照服务器窗口里打印的代码再输一遍。'],
    en: ['The setup code is wrong', 'Copy it again from the server’s console.'],
  },
  setup_code_expired: {
    status: 403,
    zh: ['设置代码过期了', '重启服务，窗口里会打印新的代码。'],
    en: ['The setup code has expired', 'Restart the server: it prints a new one.'],
  },
  not_found: {
    status: 404,
    zh: ['没有这一项', '它可能不在了，或者不归您的单位。请回到列表再找。'],
    en: ['There is no such thing here', 'It may be gone, or belong to another agency. Go back to the list.'],
  },
  link_unknown: {
    status: 404,
    zh: ['这个查询链接用不了', '请核对链接是否完整；找不回来，可凭编号到大厅柜台查。'],
    en: ['This tracking link does not work', 'Check that it is complete; the counter can look it up by its number.'],
  },
  method_not_allowed: {
    status: 405,
    zh: ['这个地址不支持这种操作', '能用的方法写在Allow里。'],
    en: ['This address does not take that method', 'The Allow header lists what it takes.'],
  },
  not_acceptable: {
    status: 406,
    zh: ['没有您要的格式', '这里只给JSON，请求时请接受application/json。'],
    en: ['This format is not available', 'Answers are JSON: accept application/json.'],
  },
  already_set_up: {
    status: 409,
    zh: ['这台明窗已经有管理员了', '请直接登录。'],
    en: ['This installation already has its administrator', 'Sign in instead.'],
  },
  login_taken: {
    status: 409,
    zh: ['这个登录名有人用了', '请换一个登录名。'],
    en: ['This login is taken', 'Choose another one.'],
  },
  last_administrator: {
    status: 409,
    zh: ['这是最后一位管理员', '请先让另一位同事当管理员，再改他的岗位。'],
    en: ['This is the last administrator', 'Make somebody else an administrator first.'],
  },
  id_taken: {
    status: 409,
    zh: ['这个名称已经有了', '请换一个。'],
    en: ['This name is taken', 'Choose another one.'],
  },
  not_allowed_now: {
    status: 409,
    zh: ['这一步现在不能做', '它已经走到别的环节，现在能做的列在下面。'],
    en: ['This step is not open now', 'The matter stands elsewhere; what it allows is listed below.'],
  },
  same_text: {
    status: 409,
    zh: ['这段答复和另一件诉求的一字不差', '请按这一件的情况改写；确实该一样的，写明理由再发。'],
    en: [
      'Another issue was answered in the very same words',
      'Say what was done on this one; where the same words are right, say why and send it again.',
    ],
  },
  changed_meanwhile: {
    status: 409,
    zh: ['刚刚有人先改了', '请刷新看看现在的情况，再决定。'],
    en: ['Somebody changed it just now', 'Look at how it stands, then decide again.'],
  },
  after_due: {
    status: 409,
    zh: ['已经到期，不能再申请了', '延期和挂起要在到期前申请；到了期的，请尽快答复并说明原因。'],
    en: [
      'It is past due and can no longer be asked for',
      'Ask before the due. Now reply soon, and say why it is late.',
    ],
  },
  second_person: {
    status: 403,
    zh: ['要由另一个人来批', '自己申请的，自己不能批。'],
    en: ['Somebody else must decide this', 'Nobody decides on what they asked for themselves.'],
  },
  in_progress: {
    status: 409,
    zh: ['同一个请求正在办', '请稍等几秒再发。'],
    en: ['The same request is still being worked on', 'Wait a few seconds and send it again.'],
  },
  stale: {
    status: 412,
    zh: ['您看到的已经不是最新的', '刚刚有人改过。请刷新，看过再提交。'],
    en: ['What you saw is no longer current', 'Somebody changed it. Reload, look again, then submit.'],
  },
  too_large: {
    status: 413,
    zh: ['内容太大', '最多100 kB，请减少内容再发。'],
    en: ['The body is too large', 'At most 100 kB are read. Make it shorter and send it again.'],
  },
  file_too_large: {
    status: 413,
    zh: ['文件太大', '一份最多5 MB，请缩小再传。'],
    en: ['The file is too large', 'At most 5 MB each. Make it smaller and send it again.'],
  },
  not_a_picture: {
    status: 415,
    zh: ['这个文件看不成照片', '照片只收JPEG、PNG、WebP（柜台另收PDF），文件要完整，类型要写对。'],
    en: [
      'This file is no picture that can be read',
      'Whole JPEG, PNG or WebP pictures are taken, PDF from staff too, sent with their own type.',
    ],
  },
  files_full: {
    status: 409,
    zh: ['照片已经够多了', '一次报事最多8张，多的请带到柜台。'],
    en: ['There are enough files already', 'Eight for one report; bring the others to the desk.'],
  },
  telephone_unverified: {
    status: 409,
    zh: ['电话还没核过', '到柜台或打12345，核过电话就能给您全部诉求的链接。'],
    en: [
      'The telephone number has not been checked yet',
      'The service hall’s desk, or 12345, gives you the link to all your reports once it has.',
    ],
  },
  url_too_long: {
    status: 414,
    zh: ['网址太长', '最多8 kB，请减少筛选条件。'],
    en: ['The address is too long', 'At most 8 kB are read. Use fewer filters.'],
  },
  unsupported_type: {
    status: 415,
    zh: ['内容的类型不对', '请用application/json发送。'],
    en: ['The body has the wrong type', 'Send application/json.'],
  },
  invalid: {
    status: 422,
    zh: ['有几处没填对', '请改好下面列出的地方再提交。'],
    en: ['Some fields are not right', 'Correct the fields listed below and submit again.'],
  },
  weak_password: {
    status: 422,
    zh: ['这个口令太容易猜', '请换一个更长的，几个不相干的词连起来就好。'],
    en: ['This password is too easy to guess', 'Choose a longer one; a few unrelated words do well.'],
  },
  password_wrong: {
    status: 422,
    zh: ['您自己的口令不对', '请再输一遍您登录用的口令。'],
    en: ['Your own password is wrong', 'Enter the password you sign in with again.'],
  },
  code_wrong: {
    status: 422,
    zh: ['这个验证码不对，或者用过了', '请等手机上换了新的6位数字再输；手机时间要准。'],
    en: ['The code is wrong, or was used before', 'Wait for the next six digits; the telephone’s clock must be right.'],
  },
  unknown_reference: {
    status: 422,
    zh: ['选的那一项不存在', '请从列表里重新选。'],
    en: ['Something you chose does not exist', 'Choose again from the list.'],
  },
  key_reused: {
    status: 422,
    zh: ['同一个请求编号发了不同的内容', '新的内容请用新的编号。'],
    en: ['One Idempotency-Key was used for two different bodies', 'Use a new key for a new body.'],
  },
  version_required: {
    status: 428,
    zh: ['没说是照哪一版改的', '请带上If-Match，写明看到的版本。'],
    en: ['The request does not say which version it was decided on', 'Send If-Match with the version you saw.'],
  },
  too_many: {
    status: 429,
    zh: ['请求太多了', '请等一会儿再试。'],
    en: ['Too many requests', 'Wait a little and try again.'],
  },
  try_later: {
    status: 429,
    zh: ['输错太多次了', '账号没有锁，等一会儿再试就行。'],
    en: ['Too many wrong attempts', 'The account is not locked: wait a little and try again.'],
  },
  internal: {
    status: 500,
    zh: ['系统出了错', '这不是您的问题。请再试一次；还不行，把请求编号告诉管理员。'],
    en: [
      'Something went wrong here',
      'It is not your doing. Try again; if it stays, give the request id to an administrator.',
    ],
  },
  busy: {
    status: 503,
    zh: ['系统正忙，没存上', '请过几秒再提交一次，内容还在。'],
    en: ['The system is busy and did not save this', 'Submit again in a few seconds; nothing was half-done.'],
  },
  unavailable: {
    status: 503,
    zh: ['数据库暂时连不上', '请过一会儿再试，管理员已能看到这个情况。'],
    en: ['The database cannot be reached for the moment', 'Try again in a while; it shows on the health page.'],
  },
  too_many_streams: {
    status: 503,
    zh: ['同时开着的页面太多', '请关掉几个明窗页面，稍后会自动重连。'],
    en: ['Too many live pages are open', 'Close some of them; the page reconnects by itself.'],
  },
  full: {
    status: 507,
    zh: ['磁盘满了，没存上', '请告诉管理员腾出空间；查看不受影响。'],
    en: ['The disk is full and this was not saved', 'Tell an administrator to free space; reading still works.'],
  },
}
