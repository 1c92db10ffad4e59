import type { Runbook } from '../runbook.ts';
import { pages } from './references.ts';

export const securityRunbooks: readonly Runbook[] = [
  {
    id: 'connection_storm',
    family: 'security',
    title: 'Too many connections',
    firstCommand:
      "aws cloudwatch get-metric-statistics --namespace AWS/Kafka --metric-name ConnectionCreationRate --dimensions 'Name=Cluster Name,Value={cluster}' 'Name=Broker ID,Value={broker}' --statistics Sum --period 60 --start-time $(date -u -d -1hour +%FT%TZ) --end-time $(date -u +%FT%TZ)",
    symptoms: [
      'Connections are made far faster, or are far more, than usual; IAM refuses some.',
      'Network threads and CPU rise with them, then latency.',
    ],
    causes: [
      'A client makes a producer or consumer for each request instead of one for its life.',
      'Many functions or containers start at once: a deployment, a scale-out, cold starts.',
      'Clients that fail to authenticate try again without a pause.',
      'Somebody tries credentials or floods the listener: treat it as an attack until you know better.',
    ],
    solutions: [
      'By the dimension Client Authentication see which listener it is, and by VPC flow logs who connects.',
      'A known client: roll back its release, share one client a process, call close() on the way out.',
      'Set reconnect.backoff.ms to 1 s and reconnect.backoff.max.ms to 10 s or more, with jitter at start.',
      'An unknown source: close it out in the security group now; then see CloudTrail for its credentials and revoke them.',
      'The caps with IAM are 3,000 connections and 100 new ones a second a broker (4 on t3): the second cannot be raised.',
    ],
    references: [pages.limits, pages.access],
  },
  {
    id: 'authentication_failures',
    family: 'security',
    title: 'Authentications fail',
    firstCommand:
      'aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventSource,AttributeValue=kafka.amazonaws.com --max-results 50',
    symptoms: [
      'Brokers refuse authentications: many at once after a change, or steadily from somewhere.',
      'Messages of those clients do not come: look for lost traffic at the same time.',
    ],
    causes: [
      'A certificate has expired, a SCRAM password was rotated on one side, a role lost its policy.',
      'A client of another environment with the wrong credentials.',
      'Somebody who has none tries some.',
    ],
    solutions: [
      'Read the broker log for "Failed authentication with": it has the address and the reason.',
      'Known addresses, one after a change: give the old secret back or roll the new one out; check expiry with openssl s_client.',
      'Unknown addresses: close them out in the security group, keep the logs, tell security.',
      'Addresses that failed and then succeeded: take the credentials as stolen. Rotate them, list their ACLs (kafka-acls.sh --list), and see what they read and wrote.',
      'No public access unless it is meant; allow.everyone.if.no.acl.found=false.',
    ],
    references: [pages.access, pages.kafkaSecurity],
  },
];
