/**
 * Any language model behind OpenAI's `POST /chat/completions`: OpenAI itself, and the many servers that answer alike (llama.cpp, vLLM and Ollama
 * at home, others for hire). https://platform.openai.com/docs/api-reference/chat/create
 */
import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import { providerHost, reasonOf } from '../../speech/recognition/provider-host.ts';
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

const LONGEST_ANSWER = 1_000_000;

const Answer: z.ZodType<{ readonly choices: readonly { readonly message: { readonly content: string } }[] }> = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
});

/** What some models and servers refuse, and is then left out for good. */
const NICETIES = { response_format: { type: 'json_object' }, temperature: 0 } as const;

export function openAiModel({ clock, baseUrl, apiKey, model, timeoutMs = 120_000, ...options }: OpenAiModelOptions): LanguageModel {
  const fetch = options.fetch ?? globalThis.fetch;
  const url = new URL(`${baseUrl.replace(/\/+$/u, '')}/chat/completions`);
  const where = `${model} at ${url.host}`;
  const refused = new Set<string>();

  const ask = async (body: unknown, signal: AbortSignal): Promise<{ readonly status: number; readonly text: string }> => {
    const work = async (): Promise<{ status: number; text: string }> => {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify(body),
        // A key goes to the host it was given for, and to no other.
        redirect: 'error',
        signal,
      });
      return { status: answer.status, text: await boundedText(answer, where) };
    };
    return clock.hold ? clock.hold(work) : work();
  };

  return {
    name: model,
    ...providerHost(url),
    async complete({ system, prompt, wantsJson = false }, { signal } = {}) {
      signal?.throwIfAborted();
      const late = clock.deadline(timeoutMs);
      const stop = signal ? AbortSignal.any([signal, late]) : late;
      const messages = [
        { role: 'system', content: system },
        { role: 'user', content: prompt },
      ];
      try {
        for (;;) {
          const wanted = Object.entries(NICETIES).filter(([key]) => !refused.has(key) && (wantsJson || key !== 'response_format'));
          const { status, text } = await ask({ model, messages, ...Object.fromEntries(wanted) }, stop);
          if (status >= 200 && status < 300) return contentOf(text, where);
          const named = wanted.map(([key]) => key).filter((key) => (status === 400 || status === 422) && text.includes(key));
          if (named.length === 0) throw new NotesError('notes/model-failed', refusal(where, status, text));
          for (const key of named) refused.add(key);
        }
      } catch (cause) {
        signal?.throwIfAborted();
        if (cause instanceof NotesError) throw cause;
        const why = late.aborted
          ? `did not answer within ${String(timeoutMs / 1000)} s`
          : `could not be reached, or was cut off: ${reasonOf(cause)}`;
        throw new NotesError('notes/model-failed', `${where} ${why}`, { cause });
      }
    },
  };
}

async function boundedText(answer: Response, where: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST_ANSWER)
      throw new NotesError('notes/unusable-answer', `${where} answered with more than ${String(LONGEST_ANSWER)} characters`);
  }
  return text + decoder.decode();
}

function contentOf(text: string, where: string): string {
  const answer = Answer.safeParse(jsonOf(text));
  if (answer.success) return answer.data.choices[0]?.message.content ?? '';
  throw new NotesError('notes/unusable-answer', `${where} answered with something that is no chat completion; check its address`);
}

function refusal(where: string, status: number, text: string): string {
  const error = (jsonOf(text) as { readonly error?: { readonly message?: unknown } } | undefined)?.error?.message;
  const said = typeof error === 'string' ? `: ${error.slice(0, 300)}` : '';
  const remedy =
    status === 401 || status === 403
      ? 'check its key'
      : status === 429 || status >= 500
        ? 'it may be back soon'
        : 'check its address and the name of the model';
  return `${where} answered with status ${String(status)}${said}; ${remedy}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
