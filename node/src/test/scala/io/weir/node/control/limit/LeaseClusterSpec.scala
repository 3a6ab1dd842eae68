package io.weir.node.control.limit

import com.typesafe.config.ConfigFactory
import io.weir.config.formation.{ControlPlane, NodeSettings, Profile, Transport}
import io.weir.config.model.{HostPort, Policy, RequestKey}
import io.weir.node.state.{LimitAnswer, Limiter}
import org.apache.pekko.actor.typed.ActorSystem
import org.apache.pekko.actor.typed.javadsl.Behaviors
import org.apache.pekko.cluster.MemberStatus
import org.apache.pekko.cluster.typed.{Cluster, Down, Join}
import org.scalatest.{BeforeAndAfterAll, GivenWhenThen}
import org.scalatest.concurrent.Eventually
import org.scalatest.featurespec.AnyFeatureSpec
import org.scalatest.matchers.should.Matchers
import org.scalatest.time.{Millis, Seconds, Span}

import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.Files
import java.time.Duration
import java.util.Optional
import java.util.concurrent.{CompletableFuture, ConcurrentLinkedQueue, TimeUnit}
import java.util.concurrent.locks.LockSupport
import scala.jdk.CollectionConverters._
import scala.jdk.OptionConverters._

/** One limit on three nodes: what is promised to those who set it (design §3.1). Everything in one process. */
class LeaseClusterSpec extends AnyFeatureSpec with GivenWhenThen with Matchers with Eventually with BeforeAndAfterAll {
  implicit override val patienceConfig: PatienceConfig =
    PatienceConfig(timeout = Span(30, Seconds), interval = Span(20, Millis))

  private val rate = 300.0
  private val burst = 60L
  private val policy = new Policy.RateLimit(
    "spec", new RequestKey(RequestKey.Kind.ADDRESS, ""), rate, burst, Policy.WhenOwnerLost.SHARE)
  private val folder = Files.createTempDirectory("weir-lease-spec")

  private case class Node(system: ActorSystem[Void], limits: ClusterLimits) {
    val member: Cluster = Cluster.get(system)
    val address: String = member.selfMember.address.hostPort.split("@").last
  }

  /** An admission, between these two moments. */
  private case class Admitted(from: Long, to: Long)

  @volatile private var nodes = Vector.empty[Node]
  private val admitted = new ConcurrentLinkedQueue[Admitted]

  override def beforeAll(): Unit = {
    val systems = Vector.tabulate(3)(start)
    val first = Cluster.get(systems.head).selfMember.address
    systems.foreach(Cluster.get(_).manager.tell(Join.create(first)))
    systems.foreach(system => eventually(membersUp(system) shouldBe 3))
    nodes = systems.map(system => Node(system, ClusterLimits.start(system)))
  }

  override def afterAll(): Unit = {
    nodes.foreach(_.system.terminate())
    nodes.foreach(node => eventually(node.system.whenTerminated.isCompleted shouldBe true))
  }

  Feature("one bucket for the whole cluster") {
    Scenario("all nodes are asked for more than there is, and the owner dies meanwhile") {
      val key = "somebody".getBytes(UTF_8)
      eventually(owner(key) should not be empty)
      val lost = owner(key)

      Given("clients that ask every node as fast as they can")
      @volatile var over = false
      val clients = nodes.map { node =>
        val limiter = node.limits.of(policy)
        val client = new Thread(() => while (!over && !isGone(node)) ask(limiter, key))
        client.start()
        client
      }
      try {
        Then("all of the rate is used")
        eventually(lastSecond() should be >= 0.95 * rate)

        When("the owner's node dies")
        val (dead, living) = nodes.partition(_.address == lost)
        nodes = living
        dead.foreach(kill)

        Then("the others go on with their standing shares")
        eventually(living.map(_.limits.admittedByShare).sum should be > 0L)

        And("with the whole rate as soon as there is a new owner")
        eventually(owner(key) should (not be empty and not be lost))
        eventually(lastSecond() should be >= 0.95 * rate)
      } finally {
        over = true
        clients.foreach(_.join(TimeUnit.SECONDS.toMillis(20)))
      }

      And("no window has ever held more than one bucket")
      worstExcess() should be <= 0.0
    }
  }

  private def isGone(node: Node): Boolean = node.system.whenTerminated.isCompleted || !nodes.contains(node)

  private def ask(limiter: Limiter, key: Array[Byte]): Unit = {
    val from = System.nanoTime()
    var admission = limiter.admit(key, 0, key.length, from, new LimitAnswer)
    if (admission == Limiter.Admission.WAIT) {
      val decided = new CompletableFuture[Limiter.Admission]
      limiter.await(key, 0, key.length, (task: Runnable) => task.run(), (what, _) => { decided.complete(what); () })
      // A node that dies never answers.
      admission = decided.completeOnTimeout(Limiter.Admission.DENIED, 2, TimeUnit.SECONDS).join()
    }
    if (admission == Limiter.Admission.ADMITTED) admitted.add(Admitted(from, System.nanoTime()))
    LockSupport.parkNanos(500000)
  }

  private def lastSecond(): Double = {
    val now = System.nanoTime()
    admitted.asScala.count(one => now - one.to < 1000000000L).toDouble
  }

  /** The most by which any window holds more than burst + rate * length. */
  private def worstExcess(): Double = {
    val all = admitted.asScala.toArray.sortBy(_.to)
    all.map { begin =>
      var inside = 0
      var worst = Double.NegativeInfinity
      all.foreach { one =>
        if (one.from >= begin.from) {
          inside += 1
          worst = worst.max(inside - burst - rate * (one.to - begin.from) / 1e9)
        }
      }
      worst
    }.maxOption.getOrElse(0.0)
  }

  private def owner(key: Array[Byte]): String =
    nodes.head.limits.limit(policy, key, "somebody").toCompletableFuture.join().owner

  private def kill(node: Node): Unit = {
    val address = node.member.selfMember.address
    node.system.terminate()
    eventually(node.system.whenTerminated.isCompleted shouldBe true)
    nodes.head.member.manager.tell(Down(address))
  }

  private def membersUp(system: ActorSystem[_]): Int =
    Cluster.get(system).state.getMembers.asScala.count(_.status == MemberStatus.up)

  private def start(index: Int): ActorSystem[Void] = {
    val name = s"node-${index + 1}"
    val settings = new NodeSettings(
      Profile.LOCAL,
      Transport.AUTO,
      name,
      folder.resolve(name),
      0,
      Optional.empty[java.nio.file.Path],
      new NodeSettings.Admin(new HostPort("127.0.0.1", 0), folder.resolve("token")),
      new NodeSettings.Cluster(
        new HostPort("127.0.0.1", 0), java.util.List.of(), None.toJava, Duration.ofSeconds(1), None.toJava, None.toJava),
      new NodeSettings.AccessLog(new NodeSettings.Target.Off, 0, 0),
      Duration.ofSeconds(1),
      ConfigFactory.parseString(
        "pekko.loglevel = ERROR\npekko.coordinated-shutdown.run-by-actor-system-terminate = off"))
    ActorSystem.create(Behaviors.empty[Void], ControlPlane.SYSTEM_NAME, ControlPlane.pekkoConfig(settings))
  }
}
