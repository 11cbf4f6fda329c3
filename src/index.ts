/** What `import … from 'rollcall'` gives to the author of a bot. */
export { defineBot } from './bot/bot.ts';
export { defineConfig, type Config } from './server/config.ts';
export type { Bot, BotContext, BotServices, DialOutcome } from './bot/bot.ts';
export type { Call, Recorded, RecordOptions, SayOptions, SayOutcome } from './bot/call.ts';
export type { AskDigitsOptions, AskedInVain, AskKeyOptions, AskOptions, DigitsAnswer, KeyAnswer } from './bot/ask.ts';
export type { Speakable } from './bot/sounds.ts';
export type { VoiceOptions } from './bot/speaker.ts';
export type { AnswerOutcome, Ended, EndReason, Party, Target, TransferOutcome } from './call/platform.ts';
export type { Log } from './base/log.ts';
export type { Message } from './services/voicemail/messages.ts';
export type { Leaving } from './services/voicemail/voicemail.ts';
