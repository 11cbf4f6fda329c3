/** What turns speech into text, for tests: it says what the test says, and what became of each transcript. */
import { Facts } from '../../base/facts.ts';
import type { HeardCall, HouseSpeech, HouseSpeechFacts, HouseSpeechState, KeptWords, TranscriptAbout } from './house-speech.ts';

export const houseOffers: NonNullable<HouseSpeechState['offer']> = {
  spoken: 'en-US',
  captions: ['es', 'fr'],
  voices: [],
  transcriber: { name: 'pocketsphinx', leavesMachine: false },
  translator: { name: 'apertium', leavesMachine: false },
};

export class TestSpeech implements HouseSpeech {
  readonly facts: Facts<HouseSpeechFacts> = new Facts();
  state: HouseSpeechState = { offer: houseOffers };
  /** Whom it hears in each call. */
  readonly heard: Map<string, HeardCall> = new Map();
  readonly asked: TranscriptAbout[] = [];
  /** `t1 begun`, `t1 finished: why`. */
  readonly told: string[] = [];
  refuse: Error | undefined;
  failAtEnd: Error | undefined;
  /** While it is there nothing begins; resolving it begins. */
  wait: Promise<void> | undefined;

  hear(callId: string, heard: HeardCall | undefined): void {
    if (heard) this.heard.set(callId, heard);
    else this.heard.delete(callId);
  }

  async keep(about: TranscriptAbout): Promise<KeptWords> {
    this.asked.push(about);
    const recordingId = about.recording?.recordingId ?? `t${String(this.asked.length)}`;
    await this.wait;
    if (this.refuse) throw this.refuse;
    this.told.push(`${recordingId} begun`);
    return {
      recordingId,
      finish: (why) => {
        this.told.push(`${recordingId} finished: ${why}`);
        return this.failAtEnd ? Promise.reject(this.failAtEnd) : Promise.resolve();
      },
    };
  }

  becomes(state: HouseSpeechState): void {
    this.state = state;
    this.facts.tell('stateChanged', { state });
  }
}
