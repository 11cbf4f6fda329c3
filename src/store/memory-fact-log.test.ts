import { factLogConformance } from './conformance/fact-log.ts';
import { memoryFactLog } from './memory-fact-log.ts';

factLogConformance('memory', () => Promise.resolve(memoryFactLog()));
