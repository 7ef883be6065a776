// When work is done: pieces of a long one apart, so that a click is answered in between, and what may wait after the frame.

const channel = new MessageChannel();
const waiting = [];
channel.port1.onmessage = () => waiting.shift()();

/** Let the browser do what it has to, then go on. */
export function nextTask() {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}

/** Work that may wait until the next frame has been shown; done once, however often it was asked for before. */
export class AfterFrame {
  constructor(work) {
    this.work = work;
    this.isWaiting = false;
  }

  ask() {
    if (this.isWaiting) return;
    this.isWaiting = true;
    requestAnimationFrame(async () => {
      await nextTask();
      this.isWaiting = false;
      this.work();
    });
  }
}
