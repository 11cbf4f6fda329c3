/** What `import … from 'rollcall/testing'` gives to whoever tests a bot. */
export { callBot, type CallBotOptions } from './call-bot.ts';
export { LineError, type LineErrorCode } from './errors.ts';
export type { Line, Within } from './line.ts';
export type { Behaviour } from './scripted-roster.ts';
