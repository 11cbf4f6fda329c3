/** Notes as they are posted to a chat: plain text, each note with whoever said it and a link to the moment. */
import type { MeetingNotes, Note } from './port.ts';

export type RenderNotesOptions = {
  /** `moment` is the same as `1:02:03`, as the player's links have it. Left out: moments without links. */
  readonly linkTo?: ((atMs: number, moment: string) => string) | undefined;
};

export function renderNotes(notes: MeetingNotes, { linkTo }: RenderNotesOptions = {}): string {
  const { decisions, tasks, recap, madeBy, problem } = notes;
  const lines = (title: string, of: readonly Note[], textOf: (note: Note) => string = ({ text }) => text): readonly string[] =>
    of.length === 0 ? [] : ['', title, ...of.map((note) => `• ${textOf(note)} (${note.speaker}, ${placeOf(note.atMs, linkTo)})`)];
  const taskText = (task: Note & { readonly who?: string | undefined }): string =>
    task.who === undefined ? task.text : `${task.who}: ${task.text}`;
  const parts = [...lines('Decisions', decisions), ...lines('Tasks', tasks, taskText), ...lines('Recap', recap)];
  const by = madeBy === 'extractive' ? 'sentences as they were said, chosen by rules' : `made by ${madeBy}, which may be mistaken`;
  const head = `Notes of this meeting, ${by}${problem === undefined ? '' : ` (${problem})`}`;
  return parts.length === 0 ? `${head}: nothing was said that could be noted.` : `${head}:\n${parts.join('\n')}`;
}

function placeOf(atMs: number, linkTo: RenderNotesOptions['linkTo']): string {
  const moment = momentOf(atMs);
  return linkTo ? linkTo(atMs, moment) : moment;
}

/** `1:02:03`, `2:03`: whole seconds. */
function momentOf(atMs: number): string {
  const seconds = Math.max(0, Math.floor(atMs / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const end = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${String(hours)}:${String(minutes).padStart(2, '0')}:${end}` : `${String(minutes)}:${end}`;
}
