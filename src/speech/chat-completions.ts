/**
 * Any language model behind OpenAI's `POST /chat/completions`: OpenAI itself, and the many servers that answer alike (llama.cpp, vLLM and Ollama
 * at home, others for hire). https://platform.openai.com/docs/api-reference/chat/create
 */
import { z } from 'zod';
import type { Cancel } from '../base/cancel.ts';
import { askProvider, jsonIn, saidIn, tooMuch, type AskingClock } from './ask-provider.ts';
import { providerHost, type ProviderHost } from './recognition/provider-host.ts';

export type ChatCompletionsOptions = {
  readonly clock: AskingClock;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** With its version: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
  readonly model: string;
  /** Of the provider, for people. */
  readonly name: string;
  readonly withinMs: number;
};

export type ChatMessage = { readonly role: 'system' | 'user'; readonly content: string };

export type ChatChoice = {
  readonly finish_reason?: string | null | undefined;
  readonly message: { readonly content?: string | null | undefined; readonly refusal?: string | null | undefined };
};

export type ChatOutcome =
  | { readonly kind: 'completed'; readonly choice: ChatChoice }
  /** `said`: why, where it says so as the protocol has it; `text` is all that came. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly said: string | undefined;
      readonly text: string;
      readonly retryAfter: string | null;
    }
  /** It is no chat completion. */
  | { readonly kind: 'strange'; readonly why: string };

const completionSchema: z.ZodType<{ readonly choices: readonly ChatChoice[] }> = z.object({
  choices: z.array(
    z.object({
      finish_reason: z.string().nullish(),
      message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
    }),
  ),
});

/** What some models and servers refuse, and is then left out for good. */
const NICETIES = { response_format: { type: 'json_object' }, temperature: 0 } as const;

export class ChatCompletions {
  readonly #options: ChatCompletionsOptions;
  readonly #url: URL;
  readonly #refused = new Set<string>();

  constructor(options: ChatCompletionsOptions) {
    this.#options = options;
    this.#url = new URL(`${options.baseUrl.replace(/\/+$/u, '')}/chat/completions`);
  }

  get host(): ProviderHost {
    return providerHost(this.#url);
  }

  /** The provider and its host, for people. */
  get where(): string {
    return `${this.#options.name} at ${this.#url.host}`;
  }

  /** Rejects with a `SpeechError` where no answer came, or with the signal's reason. */
  async complete(messages: readonly ChatMessage[], { wantsJson, signal }: Cancel & { readonly wantsJson: boolean }): Promise<ChatOutcome> {
    const { clock, fetch = globalThis.fetch, apiKey, model, withinMs } = this.#options;
    const headers = {
      accept: 'application/json',
      'content-type': 'application/json',
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    };
    for (;;) {
      const wanted = Object.entries(NICETIES).filter(([key]) => !this.#refused.has(key) && (wantsJson || key !== 'response_format'));
      const body = JSON.stringify({ model, messages, ...Object.fromEntries(wanted) });
      const request = { method: 'POST', headers, body };
      const answer = await askProvider({ clock, fetch, where: this.where, url: this.#url, request, withinMs, signal });
      if (!answer) return { kind: 'strange', why: tooMuch(this.where) };
      const { status, text, retryAfter } = answer;
      if (answer.isOk) return this.#completed(text);
      const named = wanted.map(([key]) => key).filter((key) => (status === 400 || status === 422) && text.includes(key));
      if (named.length === 0) return { kind: 'refused', status, said: saidIn(text), text, retryAfter };
      for (const key of named) this.#refused.add(key);
    }
  }

  #completed(text: string): ChatOutcome {
    const choice = completionSchema.safeParse(jsonIn(text)).data?.choices[0];
    if (choice) return { kind: 'completed', choice };
    return { kind: 'strange', why: `${this.where} answered with something that is no chat completion; check its address` };
  }
}
