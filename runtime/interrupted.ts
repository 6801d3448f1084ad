/** Thrown by a stage that was asked to stop and has kept what it did; the message says how to go on. */
export class Interrupted extends Error {
  readonly stage: string;
  constructor(stage: string, message: string) {
    super(message);
    this.name = 'Interrupted';
    this.stage = stage;
  }
}
