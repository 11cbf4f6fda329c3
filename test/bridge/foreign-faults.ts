/** What the foreign bridge can be told to do wrong, and the check that has to find it. */
export type Fault =
  | 'sessions without expiresInMs'
  | 'sockets of http'
  | 'sessions that are counted'
  | 'unknown fields refused'
  | 'sessions for everybody'
  | 'any token'
  | 'any version'
  | 'no JSON needed'
  | 'any type of body'
  | 'any length of body'
  | 'any method'
  | 'refusals without words'
  | 'sockets before the call'
  | 'sockets for everybody'
  | 'sockets of any protocol'
  | 'sockets of any session'
  | 'speaking before ready'
  | 'odd sources'
  | 'a clock that stands'
  | 'a clock of its own in ready'
  | 'two sockets at once'
  | 'replaced with 1000'
  | 'subscriptions that stay'
  | 'sound that stays'
  | 'lost at once'
  | 'never given up'
  | 'no ended'
  | 'closed with 1001 at the end'
  | 'open after the end'
  | 'sockets after the end'
  | 'heard unasked'
  | 'frames of 10 ms'
  | 'big endian samples'
  | 'a mix with a source'
  | 'silence for sound'
  | 'sequence by two'
  | 'stamps in milliseconds'
  | 'stamps between ticks'
  | 'silence is sent'
  | 'never first'
  | 'always first'
  | 'one level'
  | 'never speech'
  | 'hear adds'
  | 'the mix apart'
  | 'apart from all'
  | 'more than the limit'
  | 'last first'
  | 'at double pace'
  | 'at half pace'
  | 'each fifth frame lost'
  | 'marks at once'
  | 'marks never'
  | 'clear does nothing'
  | 'clear half'
  | 'clear without a word'
  | 'deaf after clear'
  | 'an endless queue'
  | 'full without a word'
  | 'full told each time'
  | 'endless marks'
  | 'keys at both ends'
  | 'keys of nobody'
  | 'no keys'
  | 'press is silent'
  | 'pressed at once'
  | 'nobody speaks'
  | 'always speaking'
  | 'nobody leads'
  | 'leads until silence'
  | 'the first leads'
  | 'no quality'
  | 'loss in per cent'
  | 'pictures untold'
  | 'pictures never over'
  | 'pictures told once'
  | 'no key frame first'
  | 'all key frames'
  | 'halves of pictures'
  | 'watch adds'
  | 'pictures unasked'
  | 'pictures without limit'
  | 'pictures of nobody'
  | 'no keyFrameWanted'
  | 'bot pictures cut'
  | 'shown for ever'
  | 'no JSON, no word'
  | 'no JSON ends it'
  | 'unknown orders without a word'
  | 'short orders are taken'
  | 'fields of any type'
  | 'short frames without a word'
  | 'frames of any kind'
  | 'mixes are taken'
  | 'frames of any length'
  | 'endless patience'
  | 'little patience'
  | 'captions are unknown';

export const faults: Readonly<Record<Fault, string>> = {
  'sessions without expiresInMs': 'a session is opened, and has all its fields',
  'sockets of http': 'a session is opened, and has all its fields',
  'sessions that are counted': 'nobody guesses the names of sessions, or their blobs',
  'unknown fields refused': 'fields of a later version are passed over',
  'sessions for everybody': 'without a token there is no session',
  'any token': 'with a bad token there is no session',
  'any version': 'another version is refused',
  'no JSON needed': 'a body that is no JSON is refused',
  'any type of body': 'another type of body is refused',
  'any length of body': 'a large body is refused',
  'any method': 'another method is refused',
  'refusals without words': 'another version is refused',
  'sockets before the call': 'no socket before there is a call',
  'sockets for everybody': 'no socket without the token',
  'sockets of any protocol': 'no socket of another protocol',
  'sockets of any session': 'no socket of a session that there is not',
  'speaking before ready': 'ready is the first message, with a source and the time',
  'odd sources': 'ready is the first message, with a source and the time',
  'a clock that stands': 'the media clock goes as time does',
  'a clock of its own in ready': 'time stamps are ticks of the media clock',
  'two sockets at once': 'another socket takes the place of the first',
  'replaced with 1000': 'another socket takes the place of the first',
  'subscriptions that stay': 'a new socket is subscribed to nothing',
  'sound that stays': 'what waited to be said is not said after a reconnect',
  'lost at once': 'a lost socket is waited for, and comes back',
  'never given up': 'a leg without a socket is given up',
  'no ended': 'at the end ended is told and the socket closed, and no other is let in',
  'closed with 1001 at the end': 'at the end ended is told and the socket closed, and no other is let in',
  'open after the end': 'at the end ended is told and the socket closed, and no other is let in',
  'sockets after the end': 'at the end ended is told and the socket closed, and no other is let in',
  'heard unasked': 'nothing is sent before it was asked for',
  'frames of 10 ms': 'the mix has what others say, in frames of the right shape',
  'big endian samples': 'the mix has what others say, in frames of the right shape',
  'a mix with a source': 'the mix has what others say, in frames of the right shape',
  'silence for sound': 'the mix has what others say, in frames of the right shape',
  'sequence by two': 'sequence numbers go up by one',
  'stamps in milliseconds': 'time stamps are ticks of the media clock',
  'stamps between ticks': 'time stamps are ticks of the media clock',
  'silence is sent': 'silence has no frames, and the first after it is marked',
  'never first': 'silence has no frames, and the first after it is marked',
  'always first': 'silence has no frames, and the first after it is marked',
  'one level': 'the level is how loud a frame is',
  'never speech': 'speech is marked in frames',
  'hear adds': 'hear replaces what was asked before',
  'the mix apart': 'each is heard apart, by her number',
  'apart from all': 'one who is asked for is heard apart, and nobody else',
  'more than the limit': 'no more are heard apart than the limit says',
  'last first': 'a burst is heard in order',
  'at double pace': 'a burst is heard at the pace of the clock',
  'at half pace': 'a burst is heard at the pace of the clock',
  'each fifth frame lost': 'a stream has no gaps',
  'marks at once': 'a mark is told when the sound before it has been said',
  'marks never': 'a mark is told when the sound before it has been said',
  'clear does nothing': 'clear cuts at once',
  'clear half': 'clear cuts at once',
  'clear without a word': 'clear cuts at once',
  'deaf after clear': 'after clear the next sound is said',
  'an endless queue': 'more than ten seconds are not kept, and that is told',
  'full without a word': 'more than ten seconds are not kept, and that is told',
  'full told each time': 'more than ten seconds are not kept, and that is told',
  'endless marks': 'more than a hundred marks are too many',
  'keys at both ends': 'a key that somebody presses is told once',
  'keys of nobody': 'a key that somebody presses is told once',
  'no keys': 'a key that somebody presses is told once',
  'press is silent': 'keys that the bot presses are heard, and told when they were',
  'pressed at once': 'keys that the bot presses are heard, and told when they were',
  'nobody speaks': 'who speaks is told, and that nobody does any more',
  'always speaking': 'who speaks is told, and that nobody does any more',
  'nobody leads': 'who leads is told, and stays when all fall silent',
  'leads until silence': 'who leads is told, and stays when all fall silent',
  'the first leads': 'somebody else leads when she is the one who speaks',
  'no quality': 'how sound comes in is told every few seconds',
  'loss in per cent': 'how sound comes in is told every few seconds',
  'pictures untold': 'a camera that can be watched is told, and that it is over',
  'pictures never over': 'a screen that can be watched is told, and that it is over',
  'pictures told once': 'a camera that can be watched is told, and that it is over',
  'no key frame first': 'pictures begin with a key frame, and are whole frames of VP8',
  'all key frames': 'pictures begin with a key frame, and are whole frames of VP8',
  'halves of pictures': 'pictures begin with a key frame, and are whole frames of VP8',
  'watch adds': 'watch replaces what was watched',
  'pictures unasked': 'pictures that nobody watches are not sent',
  'pictures without limit': 'more pictures than the limit are refused',
  'pictures of nobody': 'a picture of nobody is told',
  'no keyFrameWanted': 'what the bot shows is asked for by a key frame, and seen',
  'bot pictures cut': 'what the bot shows is asked for by a key frame, and seen',
  'shown for ever': 'stopPictures ends what the bot shows',
  'no JSON, no word': 'a text that is no JSON is a problem, and no more',
  'no JSON ends it': 'a text that is no JSON is a problem, and no more',
  'unknown orders without a word': 'an order of no known kind is a problem, and no more',
  'short orders are taken': 'an order without its fields is a problem, and no more',
  'fields of any type': 'an order with a field of the wrong type is a problem, and no more',
  'short frames without a word': 'a binary message that is shorter than a header is a problem, and no more',
  'frames of any kind': 'a frame of no known kind is a problem, and no more',
  'mixes are taken': 'a frame of the mix is a problem, and no more',
  'frames of any length': 'a frame of half the length is a problem, and no more',
  'endless patience': 'a hundred messages that are not understood end the socket',
  'little patience': 'a hundred messages that are not understood end the socket',
  'captions are unknown': 'captions are taken, and fields of a later version passed over',
};
