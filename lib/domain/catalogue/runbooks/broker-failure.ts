import type { Runbook } from '../runbook.ts';
import { pages } from './references.ts';

export const brokerFailureRunbooks: readonly Runbook[] = [
  {
    id: 'broker_down',
    family: 'broker_failure',
    title: 'A broker is down or silent',
    firstCommand: 'aws kafka describe-cluster-v2 --cluster-arn {arn} --query ClusterInfo.State',
    symptoms: [
      'A broker emits nothing or does not answer, and the others report under-replicated partitions.',
      'One broker away for 5 to 15 minutes with state MAINTENANCE is patching: expected, and over by itself.',
      'Clients see disconnects and find the new leaders within seconds to a minute.',
    ],
    causes: [
      'Maintenance or a reboot by AWS.',
      'The instance, its zone or its disk failed: MSK replaces it (state HEALING).',
      'Out of memory, or a full data disk.',
      'Only the measurement is gone: many partitions make metrics late, or the exporter or its port is blocked.',
    ],
    solutions: [
      'MAINTENANCE, UPDATING or REBOOTING_BROKER: wait 30 minutes, do not restart or reassign anything meanwhile.',
      'HEALING: AWS is at it; watch under-replicated partitions fall, and open a case if they have not after 30 minutes.',
      'ACTIVE and still silent: see in another broker whether it is gone (under-replicated partitions, leader count moved), then aws kafka reboot-broker --cluster-arn {arn} --broker-ids {broker}.',
      'Never reboot while partitions are under-replicated on another broker too: that takes partitions offline.',
      'Self-managed: read the log of the broker first: disk, memory, lost controller; then start it again.',
      'More than one broker: treat it as an outage of a zone or of the network, and call for help.',
    ],
    references: [pages.troubleshooting, pages.bestPractices],
  },
  {
    id: 'under_replicated',
    family: 'broker_failure',
    title: 'Partitions are under-replicated',
    firstCommand: 'kafka-topics.sh --bootstrap-server {bootstrap} --describe --under-replicated-partitions',
    symptoms: [
      'Replicas have not caught up with their leaders: one more failure would take partitions offline or lose data.',
      'The broker that is down reports none of them itself: the leaders on the others do.',
    ],
    causes: [
      'A broker is down, restarting or in maintenance.',
      'A broker has just come back and is copying what it missed: the number falls.',
      'A follower is too slow: volume throughput, network allowance, CPU, too few num.replica.fetchers.',
      'A reassignment of partitions is running.',
    ],
    solutions: [
      'Which broker is missing in the ISR lists? One and the same: that broker, go to the runbook on it.',
      'All brokers up and the number falls: wait. It stands for 30 minutes after the return: it is real.',
      'Look at replication bytes, disk queue and network allowance of the slow broker.',
      'Do not reassign partitions or restart brokers now; a running reassignment may be throttled.',
      'Leaders are on few brokers afterwards: kafka-leader-election.sh --election-type preferred --all-topic-partitions.',
    ],
    references: [pages.bestPractices, pages.kafkaOperations],
  },
  {
    id: 'zombie_broker',
    family: 'broker_failure',
    title: 'A broker looks healthy and does nothing',
    firstCommand: 'kafka-broker-api-versions.sh --bootstrap-server {bootstrap}',
    symptoms: [
      'A broker takes in no bytes while partitions are under-replicated elsewhere, and its own health looks fine.',
      'The volume of application logs may be full or stalled.',
    ],
    causes: [
      'The application log volume stalls: threads of the broker hang on writing logs.',
      'The broker has lost its session with the controller and has not noticed.',
      'A partition of the network between this broker and the others.',
    ],
    solutions: [
      'Make sure it is one broker only: with two or more call a person of AWS support, and reboot nothing.',
      'Make sure that no maintenance runs (state ACTIVE) and that nobody has rebooted it in the last ten minutes.',
      'aws kafka reboot-broker --cluster-arn {arn} --broker-ids {broker}',
      'Watch bytes in come back within 15 minutes; if not, one reboot was enough: open a case.',
    ],
    references: [pages.zombie, pages.troubleshooting],
  },
  {
    id: 'no_controller',
    family: 'broker_failure',
    title: 'No active controller',
    firstCommand: 'kafka-metadata-quorum.sh --bootstrap-server {bootstrap} describe --status',
    symptoms: [
      'No node holds itself to be the active controller: no leader is elected, no topic changes.',
      'What has a leader goes on working until the next failure.',
    ],
    causes: [
      'An election is running: normal for some seconds after the loss of a controller.',
      'KRaft: most controllers are away. ZooKeeper: the ensemble has no quorum or cannot be reached.',
      'Only the measurement is missing.',
    ],
    solutions: [
      'The command times out: the quorum is gone. Bring back a majority of the controllers (ZooKeeper nodes) first.',
      'MSK: controllers are run by AWS; open a case of high severity with the time it began.',
      'Change nothing on topics and brokers until there is a controller.',
    ],
    references: [pages.kafkaOperations, pages.troubleshooting],
  },
  {
    id: 'zookeeper_session',
    family: 'broker_failure',
    title: 'A broker has no session with ZooKeeper',
    firstCommand: 'aws kafka describe-cluster-v2 --cluster-arn {arn} --query ClusterInfo.State',
    symptoms: [
      'The session state is not CONNECTED (1.0): 0.5 connecting, 0.8 read only, 5.0 closed, 10.0 not authenticated.',
      'The broker may drop out of the cluster, and its partitions lose a replica.',
    ],
    causes: [
      'Maintenance of a ZooKeeper node or of the broker.',
      'Long pauses of garbage collection in the broker: the session times out.',
      'A security group or credentials that keep the broker from ZooKeeper.',
    ],
    solutions: [
      'State MAINTENANCE: wait.',
      'Heap after collection over 60 %: runbook on memory.',
      'One broker for more than 15 minutes with state ACTIVE: reboot that broker. Several: open a case.',
      'Plan the move to KRaft: these sessions do not exist there.',
    ],
    references: [pages.metrics, pages.troubleshooting],
  },
  {
    id: 'measuring_stopped',
    family: 'broker_failure',
    title: 'A broker is no longer measured',
    firstCommand:
      'curl -sS --max-time 10 http://{broker}:11001/metrics -o /dev/null -w "%{http_code} %{time_total}\\n"',
    symptoms: ['Nobody has tried to scrape the broker for ten minutes: it is not known whether it is well.'],
    causes: [
      'The collector is stopped, or its list of targets no longer has the broker.',
      'The broker was taken out of the cluster on purpose.',
    ],
    solutions: [
      'Look at the collector: is it running, and are its errors about this target?',
      'See by the Kafka protocol or CloudWatch whether the broker itself is there.',
      'Removed on purpose: silence the rule for this broker.',
    ],
    references: [pages.kafkaMonitoring],
  },
];
