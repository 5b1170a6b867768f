// Counts down from what the server said was left; the computer's own clock is not trusted.
const shown = document.getElementById("time-left");
const said = document.getElementById("time-said");
const ANNOUNCED = [600, 300, 60];

let left = Number(shown.dataset.seconds);
let since = performance.now();

const secondsLeft = () => Math.max(0, left - (performance.now() - since) / 1000);

const inWords = (seconds) => {
  const minutes = Math.floor(seconds / 60);
  const { hours, minutes: some, last } = shown.dataset;
  if (minutes < 1) return last;
  const words = minutes < 60 ? some : hours;
  return words.replace("{h}", Math.floor(minutes / 60)).replace("{m}", minutes < 60 ? minutes : minutes % 60);
};

let previous = secondsLeft();
const tick = () => {
  const seconds = secondsLeft();
  const words = inWords(seconds);
  const text = shown.querySelector("span");
  if (text.textContent !== words) text.textContent = words;
  if (ANNOUNCED.some((mark) => previous > mark && seconds <= mark)) said.textContent = words;
  previous = seconds;
  if (seconds > 0) return;
  clearInterval(timer);
  // The server hands in what is saved when the page is asked for after the deadline.
  document.dispatchEvent(new CustomEvent("kunnande:time-over"));
  setTimeout(() => location.assign(shown.dataset.over), 1500);
};
const timer = setInterval(tick, 1000);

document.addEventListener("kunnande:acknowledged", (event) => {
  left = event.detail.seconds_left;
  since = performance.now();
});
