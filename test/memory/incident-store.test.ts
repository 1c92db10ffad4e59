import { incidentStoreContract } from '../contracts/incident-store.ts';
import { createMemoryIncidentStore } from './incident-store.ts';

incidentStoreContract('the incident store in memory', async () => createMemoryIncidentStore());
