/** What the parts of a call's media need of the bridge: orders and frames go out by it. */
import type { BridgeClient } from './bridge-client.ts';

export type BridgeLine = Pick<BridgeClient, 'order' | 'send' | 'isReady' | 'bufferedBytes'>;
