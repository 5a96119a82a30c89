// A recording's or a film's player: jumps of ten seconds, speed, a link to this second, and the waveform as a way
// to seek. The page's address may name a second: ?t=83 (the server puts it into the player's own address, so that
// works without this script) or #t=83. The browser's own controls stay as they are.

export function formatClock(seconds) {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

// The second that a fragment names: #t=83, #t=83.5, #t=1:23, #t=1:02:03; null for any other.
export function parseSecond(fragment) {
  const found = /^#t=((?:(?:\d{1,2}:)?\d{1,2}:)?\d{1,6}(?:\.\d{1,3})?)$/.exec(fragment);
  return found ? found[1].split(":").reduce((sum, part) => sum * 60 + Number(part), 0) : null;
}

(() => {

  const RATES = [0.75, 1, 1.25, 1.5, 2];
  const media = (element) => element.closest("[data-player]")?.querySelector("audio, video");

  function seek(player, second) {
    const go = () => {
      player.currentTime = Math.max(0, Math.min(second, Number.isFinite(player.duration) ? player.duration : second));
    };
    if (player.readyState > 0) go();
    else player.addEventListener("loadedmetadata", go, { once: true });
  }

  function seekNamed(player) {
    const second = parseSecond(location.hash);
    if (second !== null) seek(player, second);
  }

  // The part of the waveform that was played, in its own units.
  function paint(box, at) {
    const wave = box.querySelector(".wave-svg[data-seconds]");
    if (!wave) return;
    const part = Math.min(1, at / Number(wave.dataset.seconds));
    wave.querySelector("clipPath rect").setAttribute("width", String(part * wave.viewBox.baseVal.width));
  }

  function tell(player) {
    const box = player.closest("[data-player]");
    const at = formatClock(player.currentTime);
    const long = Number.isFinite(player.duration) ? ` / ${formatClock(player.duration)}` : "";
    box.querySelector("[data-time]").textContent = at + long;
    const link = box.querySelector("[data-link]");
    const query = new URLSearchParams(link.search);
    query.set("t", Math.floor(player.currentTime));
    link.search = query;
    link.querySelector("span").textContent = link.dataset.link.replace("{time}", at);
    const play = box.querySelector("[data-play]");
    play.textContent = player.paused ? play.dataset.playWords : play.dataset.pauseWords;
    paint(box, player.currentTime);
  }

  function speed(player) {
    const buttons = [...player.closest("[data-player]").querySelectorAll("[data-rate]")];
    const next = RATES[(RATES.indexOf(player.playbackRate) + 1) % RATES.length];
    for (const button of buttons) {
      const rate = Number(button.dataset.rate);
      button.setAttribute("aria-pressed", String(rate === player.playbackRate));
      if (rate === next) Object.assign(button.dataset, { key: "s", keyLabel: button.parentElement.dataset.nextSpeed });
      else delete button.dataset.key;
    }
  }

  function complain(player) {
    player.closest("[data-player]").querySelector("[data-unplayable]").hidden = !player.error;
  }

  function begin() {
    for (const player of document.querySelectorAll("[data-player] audio, [data-player] video")) {
      const bar = player.closest("[data-player]").querySelector("[data-bar]");
      if (bar.hidden) {
        bar.hidden = false;
        player.defaultPlaybackRate = player.playbackRate = Number(sessionStorage.getItem("speed")) || 1;
        speed(player);
        seekNamed(player);
      }
      complain(player);
      tell(player);
    }
  }

  // Media events don't bubble, but they can be caught on their way down.
  function on(names, work) {
    const caught = (event) => event.target.closest?.("[data-player]") && work(event.target);
    for (const name of names) document.addEventListener(name, caught, true);
  }

  on(["timeupdate", "seeking", "seeked", "loadedmetadata", "durationchange", "play", "pause", "ended"], tell);
  on(["ratechange"], speed);
  on(["error", "loadedmetadata"], complain);

  const presses = {
    skip: (player, value) => seek(player, player.currentTime + Number(value)),
    second: (player, value) => seek(player, Number(value)),
    play: (player) => (player.paused ? player.play().catch(() => complain(player)) : player.pause()),
    rate: (player, value) => {
      player.defaultPlaybackRate = player.playbackRate = Number(value);
      sessionStorage.setItem("speed", value);
    },
  };

  document.addEventListener("click", (event) => {
    const player = media(event.target);
    if (!player || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const pressed = event.target.closest("[data-skip], [data-second], [data-play], [data-rate]");
    const wave = event.target.closest(".wave-svg[data-seconds]");
    if (pressed) {
      event.preventDefault();
      const name = Object.keys(presses).find((each) => each in pressed.dataset);
      presses[name](player, pressed.dataset[name]);
    } else if (wave) {
      const { left, width } = wave.getBoundingClientRect();
      seek(player, ((event.clientX - left) / width) * Number(wave.dataset.seconds));
    }
  });

  addEventListener("hashchange", () => {
    const player = document.querySelector("[data-player] audio, [data-player] video");
    if (player) seekNamed(player);
  });
  document.addEventListener("swap:done", begin);
  begin();
})();
