import type { Words } from '../words.ts'

export const start: Words['start'] = {
  step: (at, all) => `Step ${at} of ${all}`,
  claim: {
    sentence: ['Nobody looks after this Mingchuang yet.'],
    why: 'Copy the setup code from the server’s console and it is yours.',
    shell: 'The console shows:',
    shellStarted: (address) => `Mingchuang is running, ${address}`,
    shellCode: 'Setup code',
    shellEnds: (at) => `valid until ${at}, once`,
    code: 'Setup code',
    left: (duration) => `${duration} left`,
    over: 'expired',
    hint: 'Capitals and hyphens do not matter; paste it whole.',
    go: 'Claim it',
    late: 'Expired? Restart the server for a new code.',
  },
  first: {
    sentence: ['You are its first administrator.'],
    why: 'There are no ready-made accounts or passwords; you choose all.',
    districtZh: 'District (Chinese)',
    districtEn: 'District (English)',
    name: 'Your name',
    login: 'Login',
    loginHint: 'letters, digits, dots, hyphens',
    password: 'Password',
    show: 'show',
    hide: 'hide',
    long: (count) =>
      count >= 12
        ? `${count} characters, long enough; no need to change it regularly`
        : count >= 8
          ? `${count} characters will do; longer is safer`
          : `${count} characters; at least 8`,
    go: 'Create, and on to the overview',
    back: 'Another code',
  },
  signIn: {
    sentence: ['Sign in.'],
    why: 'With the login and password your administrator gave you.',
    login: 'Login',
    password: 'Password',
    go: 'Sign in',
    ends: 'ends after 30 minutes away, or 12 hours',
    second: ['One more step.'],
    secondWhy: 'The password is right. Now the six digits of your authenticator app.',
    code: 'Code',
    codeHint: 'without your phone, one of your recovery codes',
    startOver: 'Start over',
    wrong: 'The login or the password is wrong.',
  },
  asking: 'Asking the server.',
  lost: ['The server cannot be reached.'],
  lostDo: 'See whether it runs, and whether this machine has a network.',
}
