/** Alarms that start: one, and then silence for a while, so that an event is told once. */
export class Rest {
  private readonly steps: number;
  left: number;

  /** @param steps how many steps are silent after an alarm */
  constructor(steps: number, left = 0) {
    this.steps = steps;
    this.left = left;
  }

  /** Whether this step may alarm. */
  get isOver(): boolean {
    return this.left === 0;
  }

  /** Takes a step in. @param isAlarm whether it was one */
  update(isAlarm: boolean): void {
    if (isAlarm) this.left = this.steps;
    else if (this.left > 0) this.left--;
  }
}
