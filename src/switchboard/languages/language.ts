/** What may be said of languages in a call: what is offered, and what somebody has chosen of it. */

/** Who turns speech into text or translates it, and whether what is said is sent to somebody else's machine for it. */
export type SpeechBy = { readonly name: string; readonly leavesMachine: boolean; readonly sendsTo?: string | undefined };

/** Of an app, or of the house; languages are BCP 47, `und` where it is not known what is spoken. */
export type LanguageOffer = {
  readonly spoken: string;
  readonly captions: readonly string[];
  readonly voices: readonly string[];
  readonly transcriber?: SpeechBy | undefined;
  readonly translator?: SpeechBy | undefined;
};

/** What a person has chosen: it stays while she reconnects, and while nobody offers it. */
export type LanguageChoice = { readonly hasCaptions: boolean; readonly captions?: string | undefined; readonly voice?: string | undefined };

export type CaptionsRequest = { readonly isOn: boolean; readonly language?: string | undefined };

/** The same language, whatever the region: `es` and `es-MX`. */
export function isSameLanguage(a: string, b: string): boolean {
  return (a.split('-')[0] ?? '').toLowerCase() === (b.split('-')[0] ?? '').toLowerCase();
}
