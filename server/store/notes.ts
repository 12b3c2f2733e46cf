import { and, desc, eq, sql } from 'drizzle-orm'
import type { Db } from '../../db/drizzle.ts'
import { issues } from '../../db/schema/issues.ts'
import { knowledgeEntries, notes } from '../../db/schema/knowledge.ts'
import { statement } from '../../db/writer.ts'
import { maskPersonal, plainText } from '../domain/plain-text.ts'
import { holdsWords, wordsOf } from '../domain/search-terms.ts'
import type { NewNote, Note } from '../wire/notes.ts'
import { done, type Outcome, refused } from '../wire/refusal.ts'
import { unknownReference } from './issues.ts'
import { newId } from './new-id.ts'
import type { StorePorts } from './ports.ts'
import { maySee, type Viewer } from './viewer.ts'

/** Notes one person may keep. */
const NOTES_MAX = 1_000

const ownNotes = (db: Db) =>
  db
    .select({
      note: notes,
      entry: { id: knowledgeEntries.id, title: knowledgeEntries.title },
      issue: { id: issues.id, number: issues.number },
    })
    .from(notes)
    .leftJoin(knowledgeEntries, eq(knowledgeEntries.id, notes.entryId))
    .leftJoin(issues, eq(issues.id, notes.issueId))
    .$dynamic()

const asNote = ({ note, entry, issue }: Awaited<ReturnType<typeof ownNotes>>[number]): Note => {
  const { userId: _, entryId: __, issueId: ___, ...own } = note
  return { ...own, entry, issue }
}

const invalid = (pointer: string, code: string, detail: string) =>
  refused('invalid', { errors: [{ pointer, code, detail }] })

export function createNoteStore({ db, writer }: StorePorts) {
  async function one(id: string, viewer: Viewer): Promise<Note | null> {
    const [row] = await ownNotes(db).where(and(eq(notes.id, id), eq(notes.userId, viewer.id)))
    return row ? asNote(row) : null
  }

  /** The words of what a note is taken from: what was said to the merchant. */
  async function takenFrom({ entryId, issueId }: NewNote, viewer: Viewer): Promise<Outcome<string>> {
    const texts: string[] = []
    if (entryId !== null) {
      const [entry] = await db.select().from(knowledgeEntries).where(eq(knowledgeEntries.id, entryId))
      if (!entry || entry.status === 'proposed') return unknownReference('/entryId', 'There is no such entry.')
      texts.push(entry.title, entry.plainWords)
    }
    if (issueId !== null) {
      const [issue] = await db.select().from(issues).where(eq(issues.id, issueId))
      if (!issue || !maySee(viewer, issue)) return unknownReference('/issueId', 'There is no such issue.')
      texts.push(issue.title, issue.replyText ?? issue.text)
    }
    return done(maskPersonal(texts.join('\n')))
  }

  return {
    /** A person's own notes, the last changed first; all words of a query are in each. */
    async list(viewer: Viewer, q: string): Promise<Note[]> {
      const rows = await ownNotes(db)
        .where(eq(notes.userId, viewer.id))
        .orderBy(desc(notes.changedAt), desc(notes.id))
        .limit(NOTES_MAX)
      const words = wordsOf(q)
      const found = rows.map(asNote)
      return q.trim() === ''
        ? found
        : found.filter(({ text, entry, issue }) => holdsWords(`${text}\n${entry?.title}\n${issue?.number}`, words))
    },
    async add(words: NewNote, viewer: Viewer, at: number): Promise<Outcome<Note>> {
      const taken = await takenFrom(words, viewer)
      if (!taken.ok) return taken
      const text = plainText(words.text) || taken.value
      if (text === '') return invalid('/text', 'required', '写点什么，或者从一条知识、一件诉求里记 · nothing to keep')
      const [kept] = await db.select({ n: sql<number>`count(*)` }).from(notes).where(eq(notes.userId, viewer.id))
      if ((kept?.n ?? 0) >= NOTES_MAX)
        return invalid('/text', 'too_many', '便签满了，先删几张 · delete some notes first')
      const id = newId(at)
      const { entryId, issueId } = words
      await writer.write([
        statement(
          db.insert(notes).values({ id, userId: viewer.id, text, entryId, issueId, createdAt: at, changedAt: at }),
        ),
      ])
      return done((await one(id, viewer)) as Note)
    },
    async change(id: string, text: string, viewer: Viewer, at: number): Promise<Outcome<Note>> {
      const own = and(eq(notes.id, id), eq(notes.userId, viewer.id))
      const outcome = await writer.write([
        statement(
          db
            .update(notes)
            .set({ text: plainText(text), changedAt: at })
            .where(own),
          1,
        ),
      ])
      return outcome.ok ? done((await one(id, viewer)) as Note) : refused('not_found')
    },
    async remove(id: string, viewer: Viewer): Promise<Outcome<undefined>> {
      const own = and(eq(notes.id, id), eq(notes.userId, viewer.id))
      const outcome = await writer.write([statement(db.delete(notes).where(own), 1)])
      return outcome.ok ? done(undefined) : refused('not_found')
    },
  }
}
