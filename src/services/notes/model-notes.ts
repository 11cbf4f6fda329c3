/** Notes by a language model, checked against what was said; by rules where the model fails. */
import type { Cancel } from '../../base/cancel.ts';
import { answered, promptOf, SYSTEM, type Answered, type Numbered } from './asked-notes.ts';
import { NotesError } from './errors.ts';
import { extracted, once } from './extractive-notes.ts';
import { namesIn, type KnownNames } from './names.ts';
import type { LanguageModel, MakeNotes, Note } from './port.ts';
import { spoken } from './sentences.ts';

/** Of a prompt; longer transcripts are asked about in parts. */
const PART_CHARACTERS = 16_000;
const MOST_RECAP = 7;

/**
 * Sends what was said to `model` (its `leavesMachine` and `sendsTo` tell where that is). Each note cites a segment, or is dropped. Where the model
 * fails or answers nothing that can be used, the notes are extractive, and `problem` says why. Rejects with the signal's reason alone.
 */
export const modelNotes: MakeNotes = async (segments, { model, subject, signal } = {}) => {
  signal?.throwIfAborted();
  const numbered = spoken(segments).map((segment, index): Numbered => ({ number: index + 1, segment }));
  if (!model || numbered.length === 0) return extracted(segments);
  const names = namesIn(segments);
  try {
    const parts: Answered[] = [];
    for (const part of partsOf(numbered)) parts.push(await asked(model, part, { subject, names, signal }));
    const recap = await condensed(
      model,
      parts.flatMap((part) => part.recap),
      { numbered, subject, names, signal },
    );
    const decisions = once(parts.flatMap((part) => part.decisions));
    const tasks = once(parts.flatMap((part) => part.tasks));
    if (recap.length + decisions.length + tasks.length === 0)
      return { ...extracted(segments), problem: `${model.name} found nothing to note` };
    return { recap, decisions, tasks, madeBy: model.name };
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof NotesError)) throw error;
    return { ...extracted(segments), problem: error.message };
  }
};

type Asking = Cancel & { readonly subject: string | undefined; readonly names: KnownNames };

async function asked(model: LanguageModel, numbered: readonly Numbered[], { subject, names, signal }: Asking): Promise<Answered> {
  const answer = await model.complete({ system: SYSTEM, prompt: promptOf(numbered, subject), wantsJson: true }, { signal });
  return answered(answer, numbered, names);
}

/** The recaps of several parts are a transcript of their own: the points of the whole, each with the segment that it came with. */
async function condensed(
  model: LanguageModel,
  points: readonly Note[],
  { numbered, ...asking }: Asking & { readonly numbered: readonly Numbered[] },
): Promise<readonly Note[]> {
  const different = points.length > MOST_RECAP ? once(points) : points;
  if (different.length <= MOST_RECAP) return different;
  const said = different.flatMap(({ text, segmentId }): readonly Numbered[] => {
    const of = numbered.find(({ segment }) => segment.segmentId === segmentId);
    return of ? [{ number: of.number, segment: { ...of.segment, text } }] : [];
  });
  const { recap } = await asked(model, said, asking);
  return (recap.length > 0 ? recap : different).slice(0, MOST_RECAP);
}

function partsOf(numbered: readonly Numbered[]): readonly (readonly Numbered[])[] {
  const parts: Numbered[][] = [];
  let size = Infinity;
  for (const each of numbered) {
    // Its number, its speaker's name and the quotes.
    const own = each.segment.text.length + (each.segment.speaker.name?.length ?? 8) + 40;
    if (size + own > PART_CHARACTERS) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(each);
    size += own;
  }
  return parts;
}
