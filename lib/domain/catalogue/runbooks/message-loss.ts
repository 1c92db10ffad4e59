import type { Runbook } from '../runbook.ts';
import { pages } from './references.ts';

export const messageLossRunbooks: readonly Runbook[] = [
  {
    id: 'offline_partitions',
    family: 'message_loss',
    title: 'Partitions without a leader',
    firstCommand: 'kafka-topics.sh --bootstrap-server {bootstrap} --describe --unavailable-partitions',
    symptoms: [
      'Partitions have no leader: producers get NOT_LEADER or time out, consumers stand still.',
      'Producers that do not retry long enough lose messages now.',
    ],
    causes: [
      'All brokers that hold a replica in sync are down.',
      'The topic has one replica, on a broker that is down.',
      'A log directory failed on the last broker in sync.',
    ],
    solutions: [
      'List the partitions and their replicas; see which brokers they need, and get one of those in sync back first.',
      'MSK: look at the state of the cluster and the AWS Health Dashboard, and open a support case of high severity.',
      'Do not elect an unclean leader while a replica in sync can come back: what it alone has would be lost.',
      'Only when it is lost for good: kafka-leader-election.sh --election-type unclean for these partitions, and write down what was lost.',
      'Afterwards: replication factor 3 and min.insync.replicas 2 for every topic that matters.',
    ],
    references: [pages.troubleshooting, pages.bestPractices],
  },
  {
    id: 'under_min_isr',
    family: 'message_loss',
    title: 'Partitions under their minimum of in-sync replicas',
    firstCommand: 'kafka-topics.sh --bootstrap-server {bootstrap} --describe --under-min-isr-partitions',
    symptoms: [
      'Producers with acks=all get NotEnoughReplicas and keep messages back or drop them.',
      'Producers with acks=1 go on, and what they write is not safe.',
    ],
    causes: [
      'A broker is down and the topic has as many replicas as it needs in sync, so none may be missing.',
      'Two brokers or zones are away at once.',
      'A follower cannot keep up: a full disk, a slow volume, a network over its allowance.',
    ],
    solutions: [
      'See whether the missing replicas are all on one broker: then go to the runbook on a broker that is down.',
      'Replicas equal to min.insync.replicas: add a replica (kafka-reassign-partitions.sh); that topic stops at every restart.',
      'All brokers up: look for the slow follower in follower fetch time, disk and network of the brokers.',
      'Lowering min.insync.replicas lets producers go on at the price of safety: only by decision of the owner of the data.',
    ],
    references: [pages.bestPractices, pages.kafkaOperations],
  },
  {
    id: 'unclean_election',
    family: 'message_loss',
    title: 'Unclean leader election',
    firstCommand: 'kafka-topics.sh --bootstrap-server {bootstrap} --describe --under-replicated-partitions',
    symptoms: [
      'A replica that was not in sync has become leader: messages that it had not copied are gone.',
      'Consumers may see offsets fall, and jump by auto.offset.reset.',
    ],
    causes: [
      'unclean.leader.election.enable is true, as it is by default on MSK Standard clusters without tiered storage.',
      'All replicas in sync were lost at once.',
    ],
    solutions: [
      'Note time and topics: the loss lies between the last message the new leader had and the election.',
      'Tell the owners of the topics: they may send the span again from their source.',
      'Look in the consumers for resets of offsets, and set them right with kafka-consumer-groups.sh --reset-offsets.',
      'Set unclean.leader.election.enable=false for topics where loss is worse than a stop.',
    ],
    references: [pages.kafkaOperations, pages.bestPractices],
  },
  {
    id: 'lost_traffic',
    family: 'message_loss',
    title: 'Messages that should come do not come',
    firstCommand: 'kafka-get-offsets.sh --bootstrap-server {bootstrap} --topic {topic} --time -1',
    symptoms: [
      'A topic or broker gets far less than at this time of the day and week.',
      'Nothing else may look wrong: the brokers are well, and the data is missing.',
    ],
    causes: [
      'Producers are down, cannot authenticate, or cannot resolve or reach the brokers.',
      'A source before them stopped: an export, a gateway, a campaign that ended.',
      'Producers send elsewhere: another topic, another cluster, after a release.',
      'The brokers refuse: record too large, quota, not enough replicas in sync.',
      'A broker has come back and leads nothing yet: only that broker is low, and others are high.',
    ],
    solutions: [
      'Run the command twice a minute apart: do the end offsets move?',
      'All topics low: the network, DNS, credentials, or a release of a shared client. One topic: its producers.',
      'Look at the producers for errors and for their buffers (buffer.memory, delivery.timeout.ms): they lose messages when those run out.',
      'Look at authentication failures and refused connections of the brokers at the same time.',
      'A holiday or the end of a campaign: put it into the calendar, so that it is expected next year.',
    ],
    references: [pages.clientPractices, pages.troubleshooting],
  },
];
