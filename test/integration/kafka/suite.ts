import { defineSuite } from '../harness/define-suite.ts';
import { loginTest } from './login.ts';
import { oneBrokerTests, setUpOneBroker } from './one-broker.ts';
import { threeBrokersTest } from './three-brokers.ts';

export const suite = defineSuite({
  name: 'kafka',
  title: 'a real Kafka cluster, from its traffic to a page and back',
  setup: setUpOneBroker,
  tests: [...oneBrokerTests, loginTest, threeBrokersTest],
});
