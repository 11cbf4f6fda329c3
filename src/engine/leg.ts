/** What a room asks of every leg, whatever brings its sound. */

export interface Leg {
  readonly kind: 'peer' | 'hosted' | 'bridged';
  readonly legId: string;
  /** What it says at this tick; means something only if `isSpeaking`. */
  readonly frame: Int16Array;
  /** Whether it is heard at this tick. */
  readonly isSpeaking: boolean;
  /** How loud `frame` is, in dB below full scale; means something only if `isSpeaking`. */
  readonly levelDb: number;
  /** The number by which its sound is known on bridges (`identify`); 0 without one. */
  sourceId: number;
  isMuted: boolean;
  /** Neither hears nor is heard; of peers alone. */
  readonly isHeld?: boolean;
}
