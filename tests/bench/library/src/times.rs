//! Times of many turns of one thing, and how they are printed.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// By the clock on the wall, and by the processor alone, which on a busy machine says more.
#[derive(Debug, Default)]
pub struct Times {
    wall: Vec<Duration>,
    processor: Vec<Duration>,
}

impl Times {
    pub fn of(turns: usize, mut turn: impl FnMut(usize)) -> Self {
        let mut times = Self::default();
        for at in 0..turns {
            times.time(|| turn(at));
        }
        times
    }

    pub fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let (processor, wall) = (processor(), Instant::now());
        let done = work();
        self.wall.push(wall.elapsed());
        self.processor.push(self::processor().saturating_sub(processor));
        done
    }

    /// A line: what, p50 and p95 on the wall, p95 of the processor's, the goal, and how many times the floor's p50 it is.
    pub fn print(&self, what: &str, goal: Option<f64>, floor: Option<&Self>) {
        if self.wall.is_empty() {
            return;
        }
        let (p50, p95, busy) = (part(&self.wall, 0.5), part(&self.wall, 0.95), part(&self.processor, 0.95));
        let goal = goal.map_or(String::new(), |goal| {
            let met = if p95 <= goal {
                "met"
            } else if busy <= goal {
                "met by the processor"
            } else {
                "MISSED"
            };
            format!("  goal {goal} {met}")
        });
        let floor = floor.map_or(String::new(), |floor| {
            let (ours, floor) = (part(&self.processor, 0.5), part(&floor.processor, 0.5));
            format!("  floor's processor {floor:.3}, {:.2} times", ours / floor)
        });
        println!("{what:<52} p50 {p50:>8.3}  p95 {p95:>8.3}  processor p95 {busy:>8.3} ms{goal}{floor}");
    }
}

fn part(times: &[Duration], part: f64) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let at = ((sorted.len() as f64 * part) as usize).min(sorted.len().saturating_sub(1));
    sorted.get(at).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
}

/// What this process has had of the processors, the writing thread's part too.
fn processor() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// The most memory this process has had, in megabytes, since [`forget_peak`].
pub fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().map_or(f64::NAN, |kilobytes: f64| kilobytes / 1024.0)
}

pub fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}
