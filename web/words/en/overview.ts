import { clockTime } from '../../lib/time.ts'
import type { IssueFacts, PowerFacts, QueueFacts } from '../../overview/facts.ts'
import type { Phrase } from '../phrase.ts'
import type { Words } from '../words.ts'
import { many, time } from './time.ts'

const em = (tone: 'late' | 'attn' | 'hold', text: string) => ({ tone, text })
const told = (count: number): string => (count > 0 ? `, \n${many(count, 'merchant')} told` : '')

function power(f: PowerFacts): Phrase {
  const [first] = f.out
  if (first && f.out.length === 1)
    return [
      em('late', `${first.site.nameEn} is without power`),
      `, \n${time.running(first.ms)} so far${told(f.toldCount)}.`,
    ]
  if (first)
    return [
      em('late', `${many(f.out.length, f.areAllMarkets ? 'market' : 'place')} without power`),
      `${told(f.toldCount)}, \nlongest ${time.running(f.longestMs)}.`,
    ]
  if (f.seenCount === 0) return ['Not known']
  if (f.silent)
    return [
      em('hold', `${f.silent.site.nameEn} unknown for ${time.running(f.silent.ms)}`),
      ', \nnot counted as an outage.',
    ]
  if (f.dipped)
    return [em('attn', `${many(f.dipped.count, 'voltage dip')} at ${f.dipped.site.nameEn}`), ', \nno interruption.']
  if (f.stoppedCount > 0)
    return [`All ${f.presentCount} have power; ${many(f.stoppedCount, 'interruption')} today, all over.`]
  return [`All ${f.presentCount} have power, none was interrupted today.`]
}

function queues(f: QueueFacts): Phrase {
  if (f.count === 0) return ['Not known']
  if (!f.longest) return [em('hold', `No figures from ${many(f.count, 'queue')}`), ', so nobody knows who waits.']
  if (f.waiting === 0) return ['Nobody is waiting.']
  return [`${f.waiting} waiting in ${many(f.liveCount, 'queue')}, \nmost at ${f.longest.name}: ${f.longest.waiting}.`]
}

function issues(f: IssueFacts): Phrase {
  if (f.late > 0)
    return [
      em('late', `${many(f.late, 'issue')} late`),
      f.longestLateMs > 0 ? `, \nthe worst by ${time.duration(f.longestLateMs)}.` : '.',
    ]
  if (f.near > 0)
    return [
      em('attn', `${many(f.near, 'issue')} close to the limit`),
      f.nextDueAt === null ? '.' : `, \nthe next at ${clockTime(f.nextDueAt)}.`,
    ]
  if (f.open === 0) return ['None']
  return [`${f.open} open, none late, none close to its limit.`]
}

export const overview: Words['overview'] = {
  power: {
    question: 'Who has no power?',
    sentence: power,
    noneYet: 'No node reports yet. Within a minute of the first connection there is a row here.',
    rest: (f) =>
      [
        `${f.presentCount} with power`,
        f.silentCount > 0 ? `${f.silentCount} unknown` : '',
        f.unheardCount > 0 ? `${f.unheardCount} never reported` : '',
        f.noNodeCount > 0 ? `${f.noNodeCount} without a node` : '',
      ]
        .filter((part) => part !== '')
        .join(', '),
    all: (count) => `All ${count}`,
    zero: '0 without power, 0 unknown',
    othersFine: (count) => `the other ${count} were not interrupted today`,
    allFine: (count) => `${count} not interrupted today`,
    since: (at) => `since ${at}`,
    households: (count) => (count > 0 ? `${count} told us` : ''),
    silentSince: (at) => `node silent since ${at}`,
    noNode: 'no node',
    noNodeWhy: 'no meter, not known',
    notOutage: 'not counted as an outage',
    dipWhen: (at, volts) => `latest ${at}${volts === '' ? '' : `, ${volts}`}`,
    notCut: 'not interrupted',
    stopped: (count, duration) => `${many(count, 'interruption')}, ${duration} in all`,
    backSince: (at) => `back since ${at}`,
  },
  rowState: {
    out: (duration) => `out ${duration}`,
    unknown: (duration) => `unknown ${duration}`,
    dips: (count) => many(count, 'dip'),
    back: 'back',
    present: 'power on',
    noNode: 'no node',
  },
  queues: {
    question: 'Who is waiting?',
    sentence: queues,
    noneYet: 'No ticket machine reports yet. Once one is connected, the people waiting are counted here.',
    refused: 'No waiting time: the counters are new, and without history an estimate would be a guess.',
    waiting: (count) => `${count} waiting`,
    open: (windows) => `${windows} open`,
    served: (count) => `${count} served`,
    silent: 'no figures',
    silentWhy: (at) => `silent since ${at}`,
    neverWhy: 'never reported',
    nobody: 'nobody waiting',
    axisEnd: (count) => `${count} people`,
    picture: 'people waiting in each queue',
  },
  issues: {
    question: 'Which issue is stuck?',
    sentence: issues,
    noneYet: 'Record the first one, or print a place’s code so that merchants report themselves.',
    rest: (fine, paused) => (paused > 0 ? `${fine} others fine, ${paused} paused` : `${fine} others fine`),
    zero: '0 late, 0 close',
    all: (count) => `All ${count}`,
    shareAxis: 'limit used',
    times: '3×',
    fine: (count) => `fine ${count}`,
    near: (count) => `close ${count}`,
    late: (count) => `late ${count}`,
    picture: (fine, near, late) =>
      `Issues with a running clock by the share of their limit: ${fine} fine, ${near} close, ${late} late`,
  },
  states: {
    question: 'How far along are they?',
    sentence: (open, state, count) =>
      open === 0 ? ['None open.'] : [`${open} open, \nmost of them ${state}: ${count}.`],
    picture: 'Issues by state',
    column: 'State',
    count: 'Issues',
    unit: '',
  },
  setup: {
    title: 'Opening',
    sentence: (done, all) => [`${done} of ${all} done, \nthen this folds away.`],
    done: 'done',
    todo: 'to do',
    district: 'District',
    districtDo: 'its name; holidays follow the official calendar',
    site: 'Place',
    siteDo: 'the first market, street or hall',
    siteGo: 'Add a place',
    node: 'Node',
    nodeDo: 'give it a key, install it, it reports as soon as it connects',
    nodeGo: 'Add a node',
    colleague: 'Person',
    colleagueDo: 'at least one more, for the day you are away',
    colleagueGo: 'Add a person',
    services: 'Service',
    servicesDo: 'choose who gets each service, and what goes there by itself',
    servicesGo: 'Set services',
    picture: (lit) => `A window of five panes, lit: ${lit}`,
    nothing: 'none',
  },
  name: (thing) => thing.nameEn,
}
