import { defineSuite } from '../harness/define-suite.ts';
import { countTests } from './count-tests.ts';
import { endTests } from './end-tests.ts';
import { faultTests } from './fault-tests.ts';
import { setUp } from './stage.ts';
import { storyTests } from './story-tests.ts';

const { poisoned, buried, twice, storeDown, killed } = faultTests;
const [deployed, ...stories] = storyTests;

export const suite = defineSuite({
  name: 'deploy',
  title: 'the stacks, deployed to an emulator and driven through a story',
  setup: setUp,
  tests: [
    ...(deployed ? [deployed] : []),
    poisoned,
    ...stories,
    twice,
    buried,
    killed,
    storeDown,
    ...countTests,
    ...endTests,
  ],
});
