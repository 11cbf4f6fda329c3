/** Reads what pocketsphinx writes with `-time yes`: a line of text for each sentence, then one for each of its words. */
import type { Recognised, RecognisedWord } from './speech-to-text.ts';

/** `month(2) 3.670 4.120 0.194584`: which pronunciation it was is of no interest, nor what is no word: `<sil>`, `[NOISE]`, `++UH++`. */
const WORD = /^(\S+?)(?:\(\d+\))? (\d+\.\d+) (\d+\.\d+) (\d+\.\d+)$/u;
const NO_WORD = /^(?:<.*>|\[.*\]|\+\+.*\+\+)$/u;
const END = '</s>';
/** It counts in hundredths of a second, and means the whole of the last one. */
const STEP_MS = 10;

/** A machine: text in as it comes, sentences out. */
export class SphinxOutput {
  #held = '';
  #words: RecognisedWord[] = [];

  /** The sentences that this text completes. */
  push(text: string): readonly Recognised[] {
    const lines = (this.#held + text).split('\n');
    this.#held = lines.pop() ?? '';
    return lines.flatMap((line) => this.#line(line));
  }

  /** What is left when the program has ended. */
  flush(): readonly Recognised[] {
    return [...this.push('\n'), ...this.#sentence()];
  }

  #line(line: string): readonly Recognised[] {
    const [, text = '', from, to, chance] = WORD.exec(line.trim()) ?? [];
    // The line before its words says the same once more.
    if (text === '') return this.#sentence();
    if (text === END) return this.#sentence();
    if (!NO_WORD.test(text)) this.#words.push(wordOf(text, Number(from), Number(to), Number(chance)));
    return [];
  }

  #sentence(): readonly Recognised[] {
    const words = this.#words;
    const [first, last] = [words[0], words.at(-1)];
    if (!first || !last) return [];
    this.#words = [];
    const confidence = words.reduce((sum, word) => sum + (word.confidence ?? 0), 0) / words.length;
    const text = words.map((word) => word.text).join(' ');
    return [{ kind: 'final', text, startMs: first.startMs, endMs: last.endMs, confidence, words, language: 'en-US' }];
  }
}

/** Its sums of chances go a little over 1. */
function wordOf(text: string, from: number, to: number, chance: number): RecognisedWord {
  const written = text.replace(/^i(?='|$)/u, 'I');
  return { text: written, startMs: Math.round(from * 1000), endMs: Math.round(to * 1000) + STEP_MS, confidence: Math.min(1, chance) };
}
