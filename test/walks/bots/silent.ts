/** A bot that never answers, for the walks. */
import { defineBot, type Bot } from 'rollcall';

export const bot: Bot = defineBot({
  name: 'silent',
  onCall: (call) => new Promise((resolve) => call.signal.addEventListener('abort', () => resolve())),
});
