/** A language model for notes behind OpenAI's `POST /chat/completions`: OpenAI itself, and the many servers that answer alike. */
import { ChatCompletions, type ChatMessage } from '../../speech/chat-completions.ts';
import type { Clock } from '../../base/clock.ts';
import { SpeechError } from '../../speech/errors.ts';
import { NotesError } from './errors.ts';
import type { LanguageModel } from './port.ts';

export type OpenAiModelOptions = {
  /** A bot's will do. */
  readonly clock: Pick<Clock, 'deadline'> & { readonly hold?: Clock['hold'] | undefined };
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** With its version: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
  readonly model: string;
  /** 120 s unless told otherwise. */
  readonly timeoutMs?: number | undefined;
};

export function openAiModel({ model, timeoutMs = 120_000, ...options }: OpenAiModelOptions): LanguageModel {
  const chat = new ChatCompletions({ ...options, model, name: model, withinMs: timeoutMs });
  return {
    name: model,
    ...chat.host,
    async complete({ system, prompt, wantsJson = false }, { signal } = {}) {
      const messages: readonly ChatMessage[] = [
        { role: 'system', content: system },
        { role: 'user', content: prompt },
      ];
      const outcome = await chat.complete(messages, { wantsJson, signal }).catch((cause: unknown) => {
        if (!(cause instanceof SpeechError)) throw cause;
        throw new NotesError('notes/model-failed', cause.message, { cause });
      });
      if (outcome.kind === 'refused') throw new NotesError('notes/model-failed', refusal(chat.where, outcome));
      if (outcome.kind === 'strange') throw new NotesError('notes/unusable-answer', outcome.why);
      const { content } = outcome.choice.message;
      if (typeof content === 'string') return content;
      throw new NotesError('notes/unusable-answer', `${chat.where} answered without a text`);
    },
  };
}

/** Notes say why they are no model's: of what a server says only what stands where the protocol has it. */
function refusal(where: string, { status, said }: { readonly status: number; readonly said: string | undefined }): string {
  const remedy =
    status === 401 || status === 403
      ? 'check its key'
      : status === 429 || status >= 500
        ? 'it may be back soon'
        : 'check its address and the name of the model';
  return `${where} answered with status ${String(status)}${said === undefined ? '' : `: ${said}`}; ${remedy}`;
}
