/* How the pool notices that every strand waits: able_ and live_ of
 * runtime/strand_pool.h in WaitToBeWoken (Block), Wake, FinishStrand and
 * CheckProgress.
 *
 * Strands send, receive or end as they like. Shown: able is always the number
 * of strands that neither wait nor have ended; a deadlock is reported only when
 * all that are left wait and none is about to be woken; and when that is so, it
 * is reported (else spin finds an invalid end state). */

#define STRANDS 3
#define CHANNELS 2
#define STEPS 2 /* what a strand does before it ends */

#define NONE 255

/* mutation: COUNTED_BEFORE_LOOKING
 * mutation: WOKEN_COUNTS_ITSELF
 * mutation: END_CHECKS_NOTHING
 * mutation: WAIT_CHECKS_NOTHING
 * mutation: WAKE_COUNTS_TWICE */

mtype = { kRunning, kReceiving, kEnded };

/* --- Channels, each under its mutex_ -------------------------------------- */
byte queued[CHANNELS];
bool waits[CHANNELS * STRANDS]; /* which strands are in the channel's list */

/* --- StrandPool, under its mutex_ ------------------------------------------ */
mtype state[STRANDS] = kRunning;
mtype = { kNone, kCalled, kAsleep };
mtype call[STRANDS] = kNone;
byte live = STRANDS;
byte able = STRANDS;

bool token[STRANDS]; /* of the strand's Parker */
bool handed[STRANDS]; /* a sender has given it a value, it has not run yet */
bool reported = false;

inline CheckCount() {
  count = 0;
  for (j : 0 .. STRANDS - 1) {
    if
    :: state[j] == kRunning -> count++
    :: else
    fi
  }
  assert(able == count)
}

/* StrandPool::CheckProgress, of which the report is the end. */
inline CheckProgress() {
  if
  :: live > 0 && able == 0 ->
     reported = true;
     for (j : 0 .. STRANDS - 1) {
       assert(state[j] == kEnded || (state[j] == kReceiving && !handed[j]))
     }
  :: else
  fi
}

/* StrandPool::WaitToBeWoken, with Block */
inline WaitToBeWoken(s) {
#ifdef COUNTED_BEFORE_LOOKING
  atomic { able--; CheckProgress() }
#endif
  atomic {
    if
    :: call[s] == kCalled -> parks = false;
#ifdef COUNTED_BEFORE_LOOKING
       able++
#endif
    :: else ->
       call[s] = kAsleep; state[s] = kReceiving; parks = true;
#ifndef COUNTED_BEFORE_LOOKING
       able--;
#endif
#ifndef WAIT_CHECKS_NOTHING
       CheckProgress()
#endif
    fi;
#ifndef WOKEN_COUNTS_ITSELF
    CheckCount()
#endif
  }
  if
  :: parks ->
     /* The process ends with the report. */
     if
     :: atomic { token[s] -> token[s] = false }
     :: reported -> goto done
     fi;
#ifdef WOKEN_COUNTS_ITSELF
     able++
#endif
  :: else
  fi;
  call[s] = kNone;
  handed[s] = false
}

/* StrandPool::Wake; Dispatch gives a permit sooner or later. */
inline Wake(s) {
  atomic { unpark = (call[s] == kAsleep); call[s] = kCalled }
  atomic {
    if
    :: !unpark
    :: else ->
       assert(state[s] == kReceiving);
       state[s] = kRunning;
#ifndef WOKEN_COUNTS_ITSELF
       able++;
#ifdef WAKE_COUNTS_TWICE
       able++;
#endif
       CheckCount()
#endif
    fi
  }
  if
  :: unpark -> token[s] = true
  :: else
  fi
}

/* Channel::Send. Any waiting receiver will do: that the first one is chosen is
 * shown in channel.pml. */
inline Send(c) {
  atomic {
    to = NONE;
    for (j : 0 .. STRANDS - 1) {
      if
      :: waits[c * STRANDS + j] && to == NONE -> to = j
      :: else
      fi
    }
    if
    :: to == NONE -> queued[c]++
    :: else -> waits[c * STRANDS + to] = false; handed[to] = true
    fi
  }
  if
  :: to != NONE -> Wake(to)
  :: else
  fi
}

/* Channel::Receive */
inline Receive(c, s) {
  atomic {
    if
    :: queued[c] > 0 -> queued[c]--; must_wait = false
    :: else -> waits[c * STRANDS + s] = true; must_wait = true
    fi
  }
  if
  :: must_wait -> WaitToBeWoken(s)
  :: else
  fi
}

active [STRANDS] proctype Runner() {
  byte step = 0, c, to, j, count;
  bool parks, unpark, must_wait;
  do
  :: step < STEPS ->
     atomic { step++; if :: c = 0 :: c = 1 fi };
     if
     :: true -> Send(c)
     :: true -> Receive(c, _pid)
     fi;
     /* So that states are not told apart by what does not matter. */
     atomic { c = 0; to = 0; j = 0; count = 0; parks = false; unpark = false;
              must_wait = false }
  :: true -> break
  od;
  /* StrandPool::FinishStrand */
  atomic {
    state[_pid] = kEnded; live--; able--;
#ifndef END_CHECKS_NOTHING
    CheckProgress()
#endif
  }
done: skip
}
