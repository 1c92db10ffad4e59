import type { Incident } from '../domain/incidents/incident.ts';

/** The incident log. The contract suite is test/contracts/incident-store.ts. */
export interface IncidentStore {
  /** Those not resolved, and those resolved whose delivery is not over: all the router must look at. */
  open(): Promise<readonly Incident[]>;
  /** The newest first. @param limit at most this many */
  list(limit: number): Promise<readonly Incident[]>;
  /**
   * Writes the incident if the stored one has version `incident.version - 1` (or none is stored and the
   * version is 1).
   * @returns false when somebody else has written since: read again and repeat
   */
  put(incident: Incident): Promise<boolean>;
  close(): Promise<void>;
}
