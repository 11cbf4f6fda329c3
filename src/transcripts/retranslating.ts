/** What is otherwise than it was translated is translated again, into the languages that its transcript has: in the background, one transcript at a time. */
import type { Log } from '../base/log.ts';
import type { Scope } from '../base/scope.ts';
import { primaryLanguage } from '../speech/recognition/language-names.ts';
import type { Segment, TranslatedSegment } from '../speech/segment.ts';
import type { Said } from './said.ts';
import type { TranslateTexts } from './transcripts-options.ts';

export type RetranslatingOptions = {
  readonly translate: TranslateTexts;
  readonly log: Log;
  readonly scope: Pick<Scope, 'run' | 'signal'>;
  /** What the transcript says, which is kept in memory meanwhile. Without `work` where it is gone. */
  readonly reading: (recordingId: string, work: (said: Said) => Promise<void>) => Promise<void>;
  readonly onTranslated: (recordingId: string, translated: readonly TranslatedSegment[]) => Promise<void>;
};

/** Texts that are translated before any of them is kept. */
const AT_ONCE = 20;

export class Retranslating {
  readonly #options: RetranslatingOptions;
  /** By recording the segments that are otherwise now. */
  readonly #waiting = new Map<string, Set<string>>();
  #isRunning = false;

  constructor(options: RetranslatingOptions) {
    this.#options = options;
  }

  /** Never waits. What could not be translated the last time is tried again as well. */
  changed(recordingId: string, segmentIds: readonly string[]): void {
    const changed = this.#waiting.get(recordingId) ?? new Set();
    for (const segmentId of segmentIds) changed.add(segmentId);
    this.#waiting.set(recordingId, changed);
    if (this.#isRunning) return;
    const { scope, log } = this.#options;
    this.#isRunning = true;
    scope.run(() => this.#goOn(), (error) => log.error('corrections are not translated any more', { error: String(error) })); // prettier-ignore
  }

  async #goOn(): Promise<void> {
    const { reading, scope, log } = this.#options;
    for (;;) {
      const [next] = this.#waiting;
      if (!next || scope.signal.aborted) break;
      const [recordingId, changed] = next;
      this.#waiting.delete(recordingId);
      try {
        await reading(recordingId, (said) => this.#translate(recordingId, said, changed));
      } catch (error) {
        if (!scope.signal.aborted) log.warn('what was corrected could not be translated again', { recordingId, error: String(error) });
      }
    }
    this.#isRunning = false;
  }

  async #translate(recordingId: string, said: Said, changed: ReadonlySet<string>): Promise<void> {
    const { log, scope } = this.#options;
    for (const to of said.languages) {
      const wanted = said.untranslated(to, changed).filter((segment) => isTranslated(segment, to));
      for (const [from, segments] of byLanguage(wanted, said.about.language)) {
        for (let at = 0; at < segments.length; at += AT_ONCE) {
          scope.signal.throwIfAborted();
          try {
            await this.#some(recordingId, segments.slice(at, at + AT_ONCE), { from, to });
          } catch (error) {
            scope.signal.throwIfAborted();
            log.warn('what was corrected could not be translated again', { recordingId, from, to, error: String(error) });
            // The next language may fare better.
            break;
          }
        }
      }
    }
  }

  async #some(
    recordingId: string,
    segments: readonly Segment[],
    { from, to }: { readonly from: string; readonly to: string },
  ): Promise<void> {
    // prettier-ignore
    const { translate, onTranslated, scope } = this.#options;
    const texts = await translate(segments.map(({ text }) => text), { from, to, signal: scope.signal }); // prettier-ignore
    scope.signal.throwIfAborted();
    const translated = segments.flatMap(({ segmentId, revision }, index): readonly TranslatedSegment[] => {
      const made = texts[index];
      return made === undefined || made.text.trim() === '' ? [] : [{ segmentId, revision, language: to, isFinal: true, ...made }];
    });
    // Of what was corrected once more meanwhile the revision is an earlier one, and it is not shown.
    if (translated.length > 0) await onTranslated(recordingId, translated);
  }
}

/** In its own language it is shown as it was said. */
function isTranslated({ state, text, language }: Segment, to: string): boolean {
  return state === 'final' && text.trim() !== '' && primaryLanguage(language) !== primaryLanguage(to);
}

function byLanguage(segments: readonly Segment[], usual: string | undefined): ReadonlyMap<string, readonly Segment[]> {
  const all = new Map<string, Segment[]>();
  for (const segment of segments) {
    const from = segment.language === 'und' ? (usual ?? 'und') : segment.language;
    const some = all.get(from) ?? [];
    all.set(from, some);
    some.push(segment);
  }
  return all;
}
