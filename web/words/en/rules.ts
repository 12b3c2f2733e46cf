import type { Words } from '../words.ts'

export const rules: Words['rules'] = {
  calendar: {
    sentence: (last, provisional) => [
      `Official days are known up to ${last}; `,
      provisional > 0
        ? {
            tone: 'attn',
            text: `${last + 1} is not published yet, and ${provisional === 1 ? 'one issue has' : `${provisional} issues have`} a provisional due date`,
          }
        : 'later days count Monday to Friday, marked provisional',
      '.',
    ],
    year: 'Year',
    off: 'Off',
    worked: 'Make-up working days',
    months: (month) =>
      ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][month - 1] ?? '',
    none: 'none',
    column: { month: 'Month', off: 'Off (weekends left out)', worked: 'Make-up working days' },
    add: 'Add a year',
    addHint:
      'As the State Council’s notice says; a JSON file in the form of holiday-cn fills this in for you to check.',
    file: 'Choose a file',
    fileBad: 'This file cannot be read: it needs year and days, and each day a date and isOffDay.',
    yearLabel: 'Year',
    offLabel: 'Days off',
    offHint: 'one a line, like 2027-01-01',
    workedLabel: 'Make-up working days',
    reason: 'Basis',
    reasonHint: 'such as the number of the notice',
    badDate: (text) => `“${text}” is no date; write 2027-01-01`,
    added: (year) => `${year} is in; provisional due dates are being counted anew.`,
    effect:
      'Settled due dates stay. Only provisional ones are counted anew, and merchants are told if theirs moves later.',
    versions: 'Versions',
    version: (n) => `Version ${n}`,
    builtIn: 'came with the installation',
  },
  limits: {
    sentence: () => ['A change counts for clocks that start later; running ones keep their limit.'],
    class: 'Class',
    limit: 'Limit',
    unit: 'Counted in',
    units: { A: 'working days', B: 'minutes of office hours', C: 'minutes, day and night' },
    classes: {
      emergency: 'Danger to life or property',
      utility_outage: 'Power, water, gas or network cut',
      couldnt_get_it_done: 'Could not get it done',
      consult: 'Question',
      help: 'Help',
      suggestion: 'Suggestion',
      complaint: 'Complaint',
      report: 'Report of wrongdoing',
    },
    stages: { accept: 'Accept', sign: 'Sign', follow_up: 'Follow-up', contact: 'First contact after signing' },
    handle: 'Handling',
    stage: 'Other steps',
    save: 'Save as a new version',
    reason: 'Why',
    saved: (version) => `Saved as version ${version}.`,
    unchanged: 'Nothing changed yet.',
  },
  hours: {
    sentence: () => ['Accepting is counted in office hours, and notices leave within them.'],
    desk: 'Desk',
    hint: 'like 09:00-12:00 13:30-17:30, a space between',
    bad: 'Cannot read this; write 09:00-12:00 13:30-17:30',
    agency: 'Agency',
    same: 'as the desk',
    add: 'Other hours for an agency',
    drop: 'As the desk again',
  },
  parts: { calendar: 'Calendar', limits: 'Limits and hours' },
}
