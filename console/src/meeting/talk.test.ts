/** The chat and the captions, folded from what is told. */
import { describe, expect, test } from 'vitest';
import type { Caption, ChatMessage } from '../../../src/wire/live/page-event.ts';
import { captionsAfter, chatAfter, unreadOf } from './talk.ts';

const message = (messageId: string, isMine = false): ChatMessage => ({
  messageId,
  from: { name: 'Grace', number: '202', kind: 'person' },
  isMine,
  text: messageId,
  sentMs: 0,
});
const caption = (captionId: string, text: string, isFinal = false): Caption => ({ captionId, speaker: 'Grace', text, isFinal });

describe('the chat', () => {
  test('grows at its end, each message once', () => {
    const chat = chatAfter([message('1')], false, [message('1'), message('2')]);
    expect(chat.map(({ messageId }) => messageId)).toEqual(['1', '2']);
  });

  test('is replaced when the whole of it is told', () => {
    expect(chatAfter([message('1')], true, [message('2')]).map(({ messageId }) => messageId)).toEqual(['2']);
  });

  test('has those unread that others wrote since it was read', () => {
    const chat = [message('1'), message('2', true), message('3')];
    expect(unreadOf(chat, new Set(['1']))).toBe(1);
    expect(unreadOf(chat, new Set())).toBe(2);
  });
});

describe('captions', () => {
  test('an interim text is replaced where it stands', () => {
    const told = [caption('1', 'good'), caption('2', 'hello'), caption('1', 'good morning', true)].reduce(captionsAfter, []);
    expect(told.map(({ text }) => text)).toEqual(['good morning', 'hello']);
  });

  test('a late interim text does not undo what is final', () => {
    const told = [caption('1', 'good morning', true), caption('1', 'good')].reduce(captionsAfter, []);
    expect(told).toEqual([caption('1', 'good morning', true)]);
  });

  test('one that was taken back is gone, and one that was never there does not come', () => {
    const told = [caption('1', 'good'), caption('2', 'hello', true), caption('2', '', true), caption('3', ' ')].reduce(captionsAfter, []);
    expect(told.map(({ captionId }) => captionId)).toEqual(['1']);
  });

  test('the oldest go when there are two hundred', () => {
    let told: readonly Caption[] = [];
    for (let id = 1; id <= 205; id += 1) told = captionsAfter(told, caption(String(id), 'x', true));
    expect([told.length, told[0]?.captionId, told.at(-1)?.captionId]).toEqual([200, '6', '205']);
  });
});
