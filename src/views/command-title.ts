/** A short name for what a bot asked for: the method, and the end of the path without ids. */

/** What a path names several of, and one of them. */
const collections: Readonly<Record<string, string>> = {
  calls: 'call',
  participants: 'participant',
  operations: 'operation',
  audioroutinggroups: 'audioRoutingGroup',
  contentsharingsessions: 'contentSharingSession',
  onlinemeetings: 'onlineMeeting',
  attendancereports: 'attendanceReport',
  attendancerecords: 'attendanceRecord',
  transcripts: 'transcript',
  recordings: 'recording',
  subscriptions: 'subscription',
  presences: 'presence',
  callrecords: 'callRecord',
  sessions: 'session',
  users: 'user',
};

/** What may follow a collection and is no id. */
const ofMany = /^(invite|muteall|admitallfromlobby|lowerallhands|configuremixer|createorget|delta|getall\w+|log\w+|\$count)$/i;

/** "POST answer", "POST invite", "POST participant/mute", "GET onlineMeetings", "POST token". */
export function commandTitle(method: string, url: string): string {
  const path = url.replace(/[?#].*$/, '').replace(/\/microsoft\.graph\./gi, '/');
  if (/\/token$/i.test(path)) return `${method} token`;
  const words: string[] = [];
  let before = '';
  for (const part of path.replace(/^https?:\/\/[^/]+/i, '').split('/')) {
    const one = collections[before.toLowerCase()];
    if (one !== undefined && ofMany.test(part)) words.splice(-1, 1, part);
    else if (one !== undefined) words.splice(-1, 1, one);
    else if (part !== '' && !/^(v1\.0|beta|communications|me|app)$/i.test(part)) words.push(part);
    before = part;
  }
  // What is done to the call itself needs no "call" before it, nor a meeting its owner.
  const named = words.length > 1 && /^(call|user)$/.test(words[0] ?? '') ? words.slice(1) : words;
  return `${method} ${named.join('/') || 'request'}`;
}
