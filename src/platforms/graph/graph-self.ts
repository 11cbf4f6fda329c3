/** The bot itself in a call on Graph: whether it is heard, and what it tells of recording. */
import { anyOf, type Cancel } from '../../base/cancel.ts';
import type { Random } from '../../base/random.ts';
import type { RecordingStatus } from '../../call/platform.ts';
import type { DoneOutcome } from '../../call/roster.ts';
import type { CallLife } from './call-life.ts';
import type { CallsApi } from './client/calls-api.ts';

export type SelfOptions = {
  readonly callId: string;
  readonly calls: Pick<CallsApi, 'mute' | 'unmute' | 'updateRecordingStatus'>;
  readonly life: CallLife;
  readonly random: Random;
};

export class GraphSelf {
  readonly #options: SelfOptions;

  constructor(options: SelfOptions) {
    this.#options = options;
  }

  mute(options?: Cancel): Promise<DoneOutcome> {
    const instead = 'play nothing; carriers mute a bot in group calls only, and an invitation makes a call one';
    return this.#done(instead, options, (body, sending) => this.#options.calls.mute(this.#options.callId, body, sending));
  }

  unmute(options?: Cancel): Promise<DoneOutcome> {
    const instead = 'have an organizer of the meeting allow the bot to speak';
    return this.#done(instead, options, (body, sending) => this.#options.calls.unmute(this.#options.callId, body, sending));
  }

  tellRecording(status: RecordingStatus, options?: Cancel): Promise<DoneOutcome> {
    const instead = 'say that the call is recorded; Teams takes this status from bots for compliance recording';
    return this.#done(instead, options, (body, sending) =>
      this.#options.calls.updateRecordingStatus(this.#options.callId, { ...body, status }, sending),
    );
  }

  async #done(
    instead: string,
    { signal }: Cancel = {},
    command: (body: { readonly clientContext: string }, options: Cancel) => Promise<unknown>,
  ): Promise<DoneOutcome> {
    const { life } = this.#options;
    signal?.throwIfAborted();
    if (life.ended) return life.ended;
    try {
      await command({ clientContext: this.#options.random.uuid() }, { signal: anyOf(signal, life.signal) });
      return { kind: 'done' };
    } catch (error) {
      signal?.throwIfAborted();
      return life.afterRefusal(error, instead);
    }
  }
}
